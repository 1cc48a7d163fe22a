import type { DragEvent } from "react";
import { diskPathsOf } from "../../api/bridge.ts";
import { markDrop } from "../../components/drop-mark.ts";
import { folderOf } from "../../components/format.ts";
import { isWithin } from "../../components/paths.ts";
import { addPaths } from "../../model/working/adding.ts";
import { moveInto } from "../../model/working/edits.ts";

/** The data type of a dragged row. */
const TYPE = "application/x-strata-path";

/** The working copy and path of the row in the air: the browser reveals a drag's data only at the drop. */
let held: { readonly mount: number; readonly path: string } | null = null;

/**
 * Returns the drag handlers of a tree of files: for rows moved to other folders, and for files from the desktop that are added
 * to the folder under the pointer.
 */
export function dragsOf(mount: number) {
  return {
    onDragStart(event: DragEvent) {
      const path = rowAt(event)?.getAttribute("data-path");
      if (path == null) return;
      held = { mount, path };
      event.dataTransfer.setData(TYPE, path);
      event.dataTransfer.effectAllowed = "move";
    },
    onDragOver(event: DragEvent) {
      const folder = folderAt(event);
      if (!takes(event, mount, folder)) return markDrop(null);
      event.preventDefault();
      event.dataTransfer.dropEffect = held === null ? "copy" : "move";
      markDrop(folder === "" ? event.currentTarget : rowOf(event, folder));
    },
    onDragLeave(event: DragEvent) {
      if (!(event.relatedTarget instanceof Node && event.currentTarget.contains(event.relatedTarget)))
        markDrop(null);
    },
    onDragEnd() {
      held = null;
      markDrop(null);
    },
    onDrop(event: DragEvent) {
      const folder = folderAt(event);
      markDrop(null);
      if (!takes(event, mount, folder)) return;
      event.preventDefault();
      const own = held;
      held = null;
      if (own !== null) void moveInto(mount, own.path, folder);
      else addPaths(mount, folder, pathsOf(event));
    },
  };
}

/** Whether the dragged item can be dropped on a folder. */
function takes({ dataTransfer }: DragEvent, mount: number, folder: string): boolean {
  if (!dataTransfer.types.includes(TYPE)) {
    held = null;
    return dataTransfer.types.includes("Files");
  }
  return (
    held !== null && held.mount === mount && folderOf(held.path) !== folder && !isWithin(held.path, folder)
  );
}

/** Returns the folder under the pointer: a row's own folder, a file's parent, or the root beside all rows. */
function folderAt(event: DragEvent): string {
  const row = rowAt(event);
  const path = row?.getAttribute("data-path") ?? "";
  return row?.hasAttribute("aria-expanded") ? path : folderOf(path);
}

function rowAt({ target }: DragEvent): Element | null {
  return target instanceof Element ? target.closest("[data-path]") : null;
}

function rowOf({ currentTarget }: DragEvent, folder: string): Element | null {
  return currentTarget.querySelector(`[data-path="${CSS.escape(folder)}"][aria-expanded]`);
}

function pathsOf({ dataTransfer }: DragEvent): string[] {
  return [...new Set(diskPathsOf(dataTransfer.files))];
}
