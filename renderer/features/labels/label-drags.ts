import type { DragEvent } from "react";
import { markDrop } from "../../components/drop-mark.ts";
import { useDialogs } from "../../state/dialogs.ts";

/** The data type of a dragged label. */
export const LABEL_TYPE = "application/x-strata-label";

/** The label in the air: the browser reveals a drag's data only at the drop. */
let held: string | null = null;

/** The drag handlers of the list of labels: dropping a label on another one asks whether to merge it into that one. */
export const labelDrags = {
  onDragStart(event: DragEvent) {
    held = labelOf(rowAt(event));
    if (held === null) return;
    event.dataTransfer.setData(LABEL_TYPE, held);
    event.dataTransfer.effectAllowed = "link";
  },
  onDragOver(event: DragEvent) {
    const row = targetAt(event);
    markDrop(row);
    if (row === null) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "link";
  },
  onDragLeave({ relatedTarget, currentTarget }: DragEvent) {
    if (!(relatedTarget instanceof Node && currentTarget.contains(relatedTarget))) markDrop(null);
  },
  onDragEnd() {
    held = null;
    markDrop(null);
  },
  onDrop(event: DragEvent) {
    const [label, into] = [held, labelOf(targetAt(event))];
    held = null;
    markDrop(null);
    if (label === null || into === null) return;
    event.preventDefault();
    useDialogs.getState().show({ name: "merge-into", label, index: null, title: label, into });
  },
};

/** Returns the row under the pointer if the label in the air can be merged into its label. */
function targetAt(event: DragEvent): Element | null {
  if (!event.dataTransfer.types.includes(LABEL_TYPE)) return null;
  const row = rowAt(event);
  const into = labelOf(row);
  return held !== null && into !== null && into !== held ? row : null;
}

/** Only the rows of labels that can move are draggable: a deleted one is no target either. */
function rowAt({ target }: DragEvent): Element | null {
  return target instanceof Element ? target.closest('[data-label][draggable="true"]') : null;
}

function labelOf(row: Element | null): string | null {
  return row?.getAttribute("data-label") ?? null;
}
