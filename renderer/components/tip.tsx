import { Tooltip } from "radix-ui";
import type { FocusEvent, ReactNode } from "react";
import styles from "./tip.module.css";

/** Shows a tooltip on hover and on keyboard focus. The app's root has the provider. */
export function Tip({ text, children }: { readonly text: string; readonly children: ReactNode }) {
  return (
    <Tooltip.Root>
      <Tooltip.Trigger asChild onFocus={onlyWhenComeTo}>
        {children}
      </Tooltip.Trigger>
      <Tooltip.Portal>
        <Tooltip.Content className={styles.tip} sideOffset={6} collisionPadding={8}>
          {text}
        </Tooltip.Content>
      </Tooltip.Portal>
    </Tooltip.Root>
  );
}

/**
 * Keeps a tip closed when its control gets the focus by a click, or back from a menu or dialog: no one asked for
 * it, and nothing would close it. Focus by the keyboard comes from another control.
 */
function onlyWhenComeTo(event: FocusEvent<HTMLElement>): void {
  const { relatedTarget, currentTarget } = event;
  const from = relatedTarget instanceof Element ? relatedTarget : null;
  const isComeTo =
    from !== null &&
    from.closest("[role=menu], [role=dialog]") === currentTarget.closest("[role=menu], [role=dialog]");
  if (!isComeTo || !currentTarget.matches(":focus-visible")) event.preventDefault();
}
