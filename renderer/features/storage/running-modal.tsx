import { Button } from "../../components/button.tsx";
import { Modal } from "../../components/modal.tsx";
import { ProgressBar } from "../../components/progress-bar.tsx";
import { text } from "../../strings/index.ts";
import styles from "./storage.module.css";

interface RunningModalProps {
  readonly title: string;
  /** What is being done now. */
  readonly doing: string;
  /** How much of that is done; null while that is not known. */
  readonly progress: { readonly done: number; readonly total: number } | null;
  readonly onStop: () => void;
}

/** Shows how far work on the store is, and stops it when asked to. */
export function RunningModal({ title, doing, progress, onStop }: RunningModalProps) {
  const value = progress && progress.total > 0 ? progress.done / progress.total : undefined;
  return (
    <Modal
      title={title}
      onClose={onStop}
      footer={
        <Button data-first-focus onClick={onStop}>
          {text.space.stop}
        </Button>
      }
    >
      <div className={styles.plan}>
        <p role="status">{doing}</p>
        <ProgressBar label={title} value={value} />
      </div>
    </Modal>
  );
}
