import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { EVERYTHING } from "../../api/chosen.ts";
import type { Mount } from "../../api/mounts.ts";
import { type HistoryItem, historyQuery } from "../../api/queries.ts";
import { Ago } from "../../components/ago.tsx";
import { Button } from "../../components/button.tsx";
import { Counts } from "../../components/counts.tsx";
import { ago } from "../../components/format.ts";
import { Modal } from "../../components/modal.tsx";
import { ErrorPanel } from "../../shared/error-panel.tsx";
import { ConfirmModal } from "../../shared/forms/confirm-modal.tsx";
import { text } from "../../strings/index.ts";
import styles from "./push.module.css";
import { NewLabel } from "./push-new-label.tsx";
import type { PushFlow } from "./use-push-flow.ts";

const words = text.working;
/** The most moves of others that are listed. */
const TOLD = 4;

interface PushRejectedProps {
  readonly mount: Mount;
  /** The label's head; null when the label is deleted. */
  readonly current: string | null;
  /** The working copy's base. */
  readonly base: string;
  readonly message: string;
  readonly flow: PushFlow;
  readonly onClose: () => void;
}

/** Explains why a push was rejected, that nothing is lost, and how to go on. */
export function PushRejected(props: PushRejectedProps) {
  const { mount, current, message, flow, onClose } = props;
  const [asks, setAsks] = useState<"label" | "replace" | null>(null);
  const label = mount.label ?? "";
  const back = () => setAsks(null);
  if (asks === "label") return <NewLabel message={message} flow={flow} onBack={back} onClose={onClose} />;
  if (asks === "replace") {
    return (
      <ConfirmModal
        title={words.replaceTitle(label)}
        about={words.replaceAbout(label)}
        confirm={words.replaceDo}
        onConfirm={() => flow.push({ message, force: true })}
        cancel={words.goBack}
        onCancel={back}
        onClose={onClose}
      />
    );
  }
  return (
    <Modal
      title={current === null ? words.deletedTitle(label) : words.rejected(label)}
      about={words.untouched}
      wide
      onClose={onClose}
      footer={
        <>
          {current !== null && (
            <Button variant="danger" className={styles.apart ?? ""} onClick={() => setAsks("replace")}>
              {words.replace}
            </Button>
          )}
          <Button onClick={() => setAsks("label")}>{words.asNewLabel}</Button>
          {current !== null && <Button onClick={flow.resolve}>{text.merge.resolveConflicts}</Button>}
          {current === null ? (
            <Button variant="primary" data-first-focus onClick={flow.restoreLabel}>
              {words.restoreLabel}
            </Button>
          ) : (
            <Button variant="primary" data-first-focus onClick={() => flow.rebase()}>
              {words.bringIn}
            </Button>
          )}
        </>
      }
    >
      <div className={styles.form}>
        <Moves {...props} />
        {flow.error && <ErrorPanel error={flow.error} />}
      </div>
    </Modal>
  );
}

/** The moves that the label made since the working copy was opened. */
function Moves({ mount, base }: PushRejectedProps) {
  const label = mount.label ?? "";
  const { data } = useQuery(historyQuery(label, EVERYTHING, 0, true));
  if (data === undefined) return null;
  const known = data.entries.findIndex(({ to }) => to === base);
  const since = known === -1 ? data.entries : data.entries.slice(0, known);
  const [latest] = since;
  if (latest === undefined) return null;
  return (
    <>
      <p>{words.rejectedBy(label, since.length, ago(latest.at, Date.now()))}</p>
      <ul className={styles.moves} aria-label={words.theirMoves}>
        {since.slice(0, TOLD).map((move) => (
          <Move key={move.seq} move={move} />
        ))}
      </ul>
      {since.length > TOLD && <p className="muted">{words.moreMoves(since.length - TOLD)}</p>}
    </>
  );
}

function Move({ move: { op, actor, at, message, changes } }: { readonly move: HistoryItem }) {
  return (
    <li>
      <span>{text.labels.lastMove(op, actor)}</span>
      <span className="ellipsis">{message.split("\n", 1)[0]}</span>
      {changes && <Counts {...changes} />}
      <span className="muted">
        <Ago at={at} />
      </span>
    </li>
  );
}
