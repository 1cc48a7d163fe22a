import type { ReactNode } from "react";
import { Button } from "../../components/button.tsx";
import { Modal } from "../../components/modal.tsx";
import { text } from "../../strings/index.ts";

interface ConfirmModalProps {
  readonly title: string;
  readonly about?: string;
  readonly wide?: boolean;
  /** The text of the button that confirms. */
  readonly confirm: string;
  readonly onConfirm: () => void;
  readonly canConfirm?: boolean;
  /** The text of the button that does nothing. */
  readonly cancel?: string;
  readonly onCancel: () => void;
  /** A button for another way. */
  readonly other?: ReactNode;
  /** At Escape; as Cancel where it is not given. */
  readonly onClose?: () => void;
  readonly children?: ReactNode;
}

/** A dialog that asks before something is replaced or overridden: the focus is on the button that does nothing. */
export function ConfirmModal({
  confirm,
  onConfirm,
  canConfirm = true,
  cancel = text.common.cancel,
  onCancel,
  other,
  onClose = onCancel,
  ...modal
}: ConfirmModalProps) {
  return (
    <Modal
      {...modal}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onCancel} data-first-focus>
            {cancel}
          </Button>
          {other}
          <Button variant="danger" disabled={!canConfirm} onClick={onConfirm}>
            {confirm}
          </Button>
        </>
      }
    />
  );
}
