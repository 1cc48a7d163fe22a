import type { ReactNode } from "react";
import { Button } from "../../components/button.tsx";
import { Counts } from "../../components/counts.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { bytes, count, duration } from "../../components/format.ts";
import { LabelDot } from "../../components/label-dot.tsx";
import { Modal } from "../../components/modal.tsx";
import { type Receipt, useImports } from "../../model/import/imports.ts";
import { showTaken } from "../../model/import/take.ts";
import { PathList } from "../../shared/forms/path-list.tsx";
import { useDialog, useDialogs } from "../../state/dialogs.ts";
import { text } from "../../strings/index.ts";
import styles from "./receipt-dialog.module.css";

const words = text.importing.receipt;

/** Shows what an import found, kept and left out. */
export function ReceiptDialog() {
  const open = useDialog("receipt");
  const receipt = useImports((state) => state.receipt);
  const { close } = useDialogs.getState();
  if (open === null) return null;
  if (receipt === null) {
    return (
      <Modal title={words.none} onClose={close}>
        <EmptyState title={words.none}>{words.noneAbout}</EmptyState>
      </Modal>
    );
  }
  const { label } = receipt.output;
  const show = () => {
    close();
    showTaken(label);
  };
  return (
    <Modal
      title={words.title(label)}
      onClose={close}
      footer={
        <>
          <Button onClick={close}>{text.common.close}</Button>
          <Button variant="primary" onClick={show} autoFocus>
            {words.show}
          </Button>
        </>
      }
    >
      <Figures receipt={receipt} />
    </Modal>
  );
}

function Figures({ receipt: { output, took } }: { readonly receipt: Receipt }) {
  const { moved, changes, skipped, warnings } = output;
  // A rate of a very short import means nothing.
  const rate = took > 1000 ? bytes((output.bytes * 1000) / took) : null;
  return (
    <div className={styles.receipt} data-receipt>
      <div className={styles.head}>
        <LabelDot name={output.label} />
        {moved ? (
          <span>
            <Counts {...changes} />
          </span>
        ) : (
          <span>{words.same}</span>
        )}
      </div>
      <dl className={styles.figures}>
        {moved && (
          <>
            <Figure name={words.added}>{count(changes.added)}</Figure>
            <Figure name={words.modified}>{count(changes.modified)}</Figure>
            <Figure name={words.removed}>{count(changes.removed)}</Figure>
          </>
        )}
        <Figure name={words.unchanged}>{count(output.unchanged)}</Figure>
        <Figure name={words.files}>{count(output.files)}</Figure>
        <Figure name={words.bytes}>{bytes(output.bytes)}</Figure>
        <Figure name={words.newBytes}>{bytes(output.new_bytes)}</Figure>
        <Figure name={words.kept}>{bytes(Math.max(0, output.bytes - output.new_bytes))}</Figure>
        <Figure name={words.stored}>{bytes(output.stored_bytes)}</Figure>
        <Figure name={words.took}>{words.takes(duration(took / 1000), rate)}</Figure>
      </dl>
      {skipped.length > 0 && (
        <PathList title={words.skipped(skipped.length)} rows={skipped} count={skipped.length} />
      )}
      {warnings.length > 0 && (
        <PathList title={words.warnings(warnings.length)} rows={warnings} count={warnings.length} />
      )}
    </div>
  );
}

function Figure({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div className={styles.figure}>
      <dt>{name}</dt>
      <dd className="mono">{children}</dd>
    </div>
  );
}
