import type { ReactNode } from "react";
import { Button } from "../../components/button.tsx";
import { Modal } from "../../components/modal.tsx";
import { text } from "../../strings/index.ts";

interface ClosingModalProps {
  readonly title: string;
  readonly about?: string;
  readonly wide?: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A dialog that only tells something: its button closes it. */
export function ClosingModal({ onClose, ...modal }: ClosingModalProps) {
  return (
    <Modal
      {...modal}
      onClose={onClose}
      footer={
        <Button onClick={onClose} autoFocus>
          {text.common.close}
        </Button>
      }
    />
  );
}
