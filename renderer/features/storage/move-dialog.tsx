import { useQuery } from "@tanstack/react-query";
import { infoQuery } from "../../api/queries.ts";
import { useMoving } from "../../model/storage/move-store.ts";
import { ErrorPanel } from "../../shared/error-panel.tsx";
import { ConfirmModal } from "../../shared/forms/confirm-modal.tsx";
import { useClose, useDialog } from "../../state/dialogs.ts";
import { text } from "../../strings/index.ts";
import { RunningModal } from "./running-modal.tsx";
import styles from "./storage.module.css";

const words = text.moving;

/** Asks whether the store moves to a folder, and shows how far that is. */
export function MoveDialog() {
  const request = useDialog("move-store");
  return request === null ? null : <MoveStore to={request.to} />;
}

function MoveStore({ to }: { readonly to: string }) {
  const close = useClose();
  const { data: info } = useQuery(infoQuery());
  const { run, start, stop } = useMoving(to, close);
  if (run.state === "running") {
    const { progress } = run;
    const doing = progress ? words.phases[progress.phase] : words.starting;
    return <RunningModal title={words.title} doing={doing} progress={progress} onStop={stop} />;
  }
  return (
    <ConfirmModal
      title={words.title}
      about={words.about}
      wide
      confirm={words.confirm}
      onConfirm={() => void start()}
      onCancel={close}
    >
      <dl className={styles.places}>
        <dt>{words.from}</dt>
        <dd className="mono selectable">{info?.store.folder}</dd>
        <dt>{words.to}</dt>
        <dd className="mono selectable">{to}</dd>
      </dl>
      {run.error && <ErrorPanel error={run.error} onRetry={() => void start()} />}
    </ConfirmModal>
  );
}
