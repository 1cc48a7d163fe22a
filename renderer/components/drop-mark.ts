let marked: Element | null = null;

/** Marks the element that a drop would go to (`data-drop-here`) without rendering rows again; null marks none. */
export function markDrop(target: Element | null): void {
  if (marked === target) return;
  marked?.removeAttribute("data-drop-here");
  target?.setAttribute("data-drop-here", "");
  marked = target;
}
