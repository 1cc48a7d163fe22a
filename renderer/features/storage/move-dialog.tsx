import { useQuery } from "@tanstack/react-query";
import { infoQuery } from "../../api/queries.ts";
import { Button } from "../../components/button.tsx";
import { Modal } from "../../components/modal.tsx";
import { ProgressBar } from "../../components/progress-bar.tsx";
import { type MovingRun, useMoving } from "../../model/storage/move-store.ts";
import { ErrorPanel } from "../../shared/error-panel.tsx";
import { ConfirmModal } from "../../shared/forms/confirm-modal.tsx";
import { useClose, useDialog } from "../../state/dialogs.ts";
import { text } from "../../strings/index.ts";
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
  if (run.state === "running") return <Running run={run} onStop={stop} />;
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

interface RunningProps {
  readonly run: Extract<MovingRun, { state: "running" }>;
  readonly onStop: () => void;
}

function Running({ run: { progress }, onStop }: RunningProps) {
  const value = progress && progress.total > 0 ? progress.done / progress.total : undefined;
  return (
    <Modal
      title={words.title}
      onClose={onStop}
      footer={
        <Button data-first-focus onClick={onStop}>
          {words.stop}
        </Button>
      }
    >
      <div className={styles.plan}>
        <p role="status">{progress ? words.phases[progress.phase] : words.starting}</p>
        <ProgressBar label={words.title} value={value} />
      </div>
    </Modal>
  );
}
