import type { MouseEvent } from "react";

/**
 * Handles `onContextMenu` around a list: lets a menu open only on a row, and by the keyboard only beside
 * the selected one.
 */
export function menuAtRow(event: MouseEvent<HTMLElement>): void {
  if (!(event.target instanceof Element) || event.target.closest("[aria-posinset]")) return;
  event.preventDefault();
  // The second button: an empty place was pointed at.
  if (event.button === 2) return;
  const row = event.currentTarget.querySelector('[aria-posinset][aria-selected="true"]');
  if (row === null) return;
  const { left, bottom } = row.getBoundingClientRect();
  const at = { clientX: left + 24, clientY: bottom - 8 };
  row.dispatchEvent(
    new window.MouseEvent("contextmenu", { bubbles: true, cancelable: true, button: 2, ...at }),
  );
}
