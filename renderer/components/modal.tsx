import { X } from "lucide-react";
import { Dialog } from "radix-ui";
import type { ReactNode } from "react";
import { text } from "../strings/index.ts";
import { IconButton } from "./button.tsx";
import styles from "./modal.module.css";

interface ModalProps {
  readonly title: string;
  /** One sentence under the title. */
  readonly about?: ReactNode;
  readonly children?: ReactNode;
  /** The buttons, the likeliest last. */
  readonly footer?: ReactNode;
  readonly wide?: boolean;
  /** Also when Escape is pressed or the outside is clicked; without it neither closes. */
  readonly onClose?: () => void;
}

/**
 * A dialog over the window, open while it is rendered. The focus goes to the element with `data-first-focus`, or else to the
 * dialog itself: on the closing button it would open a tip, which Escape would close before the dialog.
 */
export function Modal({ title, about, children, footer, wide = false, onClose }: ModalProps) {
  const stay = (event: Event) => event.preventDefault();
  return (
    <Dialog.Root open onOpenChange={(open) => open || onClose?.()}>
      <Dialog.Portal>
        <Dialog.Overlay className={styles.scrim} />
        <Dialog.Content
          className={`${styles.modal} ${wide ? styles.wide : ""}`}
          onOpenAutoFocus={focusFirst}
          onInteractOutside={keepBeside}
          {...(about ? {} : { "aria-describedby": undefined })}
          {...(onClose ? {} : { onEscapeKeyDown: stay, onPointerDownOutside: stay })}
        >
          <div className={styles.header}>
            <Dialog.Title className={styles.title}>{title}</Dialog.Title>
            {onClose && <IconButton label={text.common.close} icon={<X size={16} />} onClick={onClose} />}
          </div>
          {about && <Dialog.Description className={styles.about}>{about}</Dialog.Description>}
          {children && <div className={styles.body}>{children}</div>}
          {footer && <div className={styles.footer}>{footer}</div>}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

/** Keeps a dialog open when something that lies beside every dialog, such as a notice, is used. */
function keepBeside(event: { readonly target: EventTarget | null; preventDefault(): void }): void {
  if (event.target instanceof Element && event.target.closest("[data-beside-dialogs]") !== null)
    event.preventDefault();
}

function focusFirst(event: Event): void {
  if (!(event.target instanceof HTMLElement)) return;
  event.preventDefault();
  const first = event.target.querySelector<HTMLElement>("[data-first-focus]") ?? event.target;
  first.focus();
  if (first instanceof HTMLInputElement) first.select();
}
