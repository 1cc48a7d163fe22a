import type { DragEvent } from "react";
import { diskPathsOf } from "../../../api/bridge.ts";
import { markDrop } from "../../../components/drop-mark.ts";
import { attempt } from "../../../model/attempt.ts";
import { takeEdited } from "../../../model/merge/outside.ts";
import { useNotices } from "../../../state/notices.ts";
import { text } from "../../../strings/index.ts";

/** Returns the drop handlers of a card on which the merged content of a path can be dropped, as a file from the desktop. */
export function editedDrops(merge: number, path: string) {
  return {
    "data-takes-drops": "Files",
    onDragOver(event: DragEvent) {
      if (!event.dataTransfer.types.includes("Files")) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = "copy";
      markDrop(event.currentTarget);
    },
    onDragLeave({ relatedTarget, currentTarget }: DragEvent) {
      if (!(relatedTarget instanceof Node && currentTarget.contains(relatedTarget))) markDrop(null);
    },
    onDrop(event: DragEvent) {
      markDrop(null);
      if (!event.dataTransfer.types.includes("Files")) return;
      event.preventDefault();
      const [from, ...more] = diskPathsOf(event.dataTransfer.files);
      if (from !== undefined && more.length === 0) attempt(takeEdited(merge, path, from));
      else useNotices.getState().tell({ kind: "done", text: text.merge.outside.one });
    },
  };
}
