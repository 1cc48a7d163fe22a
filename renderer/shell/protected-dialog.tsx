import { Lock } from "lucide-react";
import { ConfirmModal } from "../shared/forms/confirm-modal.tsx";
import { useDialog, useDialogs } from "../state/dialogs.ts";
import { text } from "../strings/index.ts";
import styles from "./protected-dialog.module.css";

const words = text.labels.protection;

/** Asks for confirmation before a protected label is moved. */
export function ProtectedDialog() {
  const request = useDialog("protected");
  if (request === null) return null;
  const { label, does, button } = request;
  const { close } = useDialogs.getState();
  const override = () => {
    request.override();
    close();
  };
  return (
    <ConfirmModal
      title={words.title(label)}
      confirm={words.override(button)}
      onConfirm={override}
      onCancel={close}
    >
      <div className={styles.dialog}>
        <Lock size={18} aria-hidden />
        <div>
          <p>{words.about}</p>
          <p>
            {words.would} <strong>{does}</strong>
          </p>
          <p className="muted">{words.safe}</p>
        </div>
      </div>
    </ConfirmModal>
  );
}
