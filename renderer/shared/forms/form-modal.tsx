import { type FormEvent, type ReactNode, useId } from "react";
import type { AppError } from "../../api/bridge.ts";
import { Button } from "../../components/button.tsx";
import { Modal } from "../../components/modal.tsx";
import { text } from "../../strings/index.ts";
import { ErrorPanel } from "../error-panel.tsx";
import styles from "./form-modal.module.css";

interface FormModalProps {
  readonly title: string;
  readonly about?: string;
  /** The text of its submit button. */
  readonly submit: string;
  /** Whether that is more than an ordinary next step: then only the button does it, and Enter does not. */
  readonly danger?: boolean;
  readonly canSubmit?: boolean;
  readonly isPending: boolean;
  readonly error: AppError | null;
  readonly onSubmit: () => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A dialog with fields, which Enter submits; what the store says against it stands below them. */
export function FormModal({
  title,
  about,
  submit,
  danger = false,
  canSubmit = true,
  isPending,
  error,
  onSubmit,
  onClose,
  children,
}: FormModalProps) {
  const id = useId();
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (canSubmit && !isPending && !danger) onSubmit();
  };
  return (
    <Modal
      title={title}
      about={about}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{text.common.cancel}</Button>
          <Button
            variant={danger ? "danger" : "primary"}
            type={danger ? "button" : "submit"}
            form={id}
            disabled={!canSubmit || isPending}
            onClick={danger ? onSubmit : undefined}
          >
            {submit}
          </Button>
        </>
      }
    >
      <form id={id} className={styles.form} onSubmit={send}>
        {children}
        {error && <ErrorPanel error={error} />}
      </form>
    </Modal>
  );
}
