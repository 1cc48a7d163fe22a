import { FolderOpen } from "lucide-react";
import { Button } from "../../components/button.tsx";
import { CheckField } from "../../components/field.tsx";
import { shortTime } from "../../components/format.ts";
import { Modal } from "../../components/modal.tsx";
import { ProgressBar } from "../../components/progress-bar.tsx";
import { ErrorPanel } from "../../shared/error-panel.tsx";
import { ClosingModal } from "../../shared/forms/closing-modal.tsx";
import { ProtectedNote } from "../../shared/forms/protected-note.tsx";
import { useDialog, useDialogs } from "../../state/dialogs.ts";
import { text } from "../../strings/index.ts";
import styles from "./export.module.css";
import { InTheWay } from "./in-the-way.tsx";
import { type Restore, type RestoreRequest, useRestore, whatOf } from "./restore-form.ts";
import { WritingProgress } from "./writing-progress.tsx";

const words = text.exporting.restore;

/** Puts something of a snapshot back to where it was. */
export function RestoreDialog() {
  const request = useDialog("restore");
  return request && <Steps key={`${request.snapshot}:${request.path}`} request={request} />;
}

function Steps({ request }: { readonly request: RestoreRequest }) {
  const restore = useRestore(request);
  const { close } = useDialogs.getState();
  const { step, error, target } = restore;
  const title = words.title(whatOf(request));
  if (step !== null) {
    return (
      <Modal
        title={title}
        footer={
          <Button onClick={restore.cancel} autoFocus>
            {text.common.cancel}
          </Button>
        }
      >
        <p>{step === "taking" ? words.taking : words.writing}</p>
        {step === "taking" ? (
          <ProgressBar label={title} value={undefined} />
        ) : (
          <WritingProgress label={title} />
        )}
      </Modal>
    );
  }
  if (error?.code === "FilesInTheWay" && target) {
    return (
      <InTheWay
        error={error}
        folder={target.into}
        action={words.run}
        onChoose={restore.run}
        onClose={close}
      />
    );
  }
  if (error !== null && error.code !== "Cancelled") {
    return (
      <ClosingModal title={words.failed(whatOf(request))} onClose={close}>
        <ErrorPanel error={error} onRetry={() => restore.run()}>
          <Button onClick={restore.forget}>{text.exporting.back}</Button>
        </ErrorPanel>
      </ClosingModal>
    );
  }
  return <Form request={request} restore={restore} title={title} />;
}

interface FormProps {
  readonly request: RestoreRequest;
  readonly restore: Restore;
  readonly title: string;
}

function Form({ request, restore, title }: FormProps) {
  const { close } = useDialogs.getState();
  const { target, choose, isChoosing, isHomeless, needsOverride } = restore;
  return (
    <Modal
      title={title}
      about={words.about(shortTime(request.at))}
      onClose={close}
      footer={
        <>
          <Button onClick={close}>{text.common.cancel}</Button>
          <Button
            variant={needsOverride ? "danger" : "primary"}
            disabled={!target}
            onClick={() => restore.run()}
            autoFocus={!needsOverride}
          >
            {needsOverride ? text.labels.protection.override(words.run) : words.run}
          </Button>
        </>
      }
    >
      <div className={styles.form} data-restore>
        <div>
          <p className={styles.label}>{words.to}</p>
          <div className={styles.place}>
            <span className={`mono selectable ${styles.path}`}>{target ? target.at : "…"}</span>
            <Button icon={<FolderOpen size={14} />} disabled={isChoosing} onClick={choose}>
              {words.chooseFolder}
            </Button>
          </div>
        </div>
        {isHomeless ? <p>{words.noFolder}</p> : <WhatIsThere request={request} restore={restore} />}
      </div>
    </Modal>
  );
}

function WhatIsThere({ request, restore }: Omit<FormProps, "title">) {
  const { exists, canSnapshot, snapshotFirst } = restore;
  if (exists === undefined) return <p className="muted">{words.looking}</p>;
  if (!exists) return <p>{words.absent}</p>;
  return (
    <div>
      <p>{request.isFile ? words.present : words.presentFolder}</p>
      {canSnapshot && (
        <>
          <CheckField
            label={words.snapshotFirst(request.label)}
            checked={snapshotFirst.value}
            onChange={snapshotFirst.set}
          />
          <p className={`muted ${styles.about}`}>{snapshotFirst.value ? "" : words.unsafe}</p>
          {restore.needsOverride && <ProtectedNote label={request.label} />}
        </>
      )}
    </div>
  );
}
