import { type KeyboardEvent, type MouseEvent, type Ref, useEffect, useRef, useState } from "react";
import type { TreeItem } from "../../api/queries.ts";
import { folderOf } from "../../components/format.ts";
import { treeStep } from "../../components/tree-rows.ts";
import { VirtualList, type VirtualListHandle } from "../../components/virtual-list.tsx";
import { text } from "../../strings/index.ts";
import { dragSpot } from "./actions.ts";
import { FileRow, GapRow } from "./file-row.tsx";
import { type Place, pathIn } from "./paths.ts";
import { matchFrom, type Typed, typed } from "./type-ahead.ts";
import type { ShownRows } from "./use-rows.ts";

interface FileListProps {
  readonly shown: ShownRows;
  readonly snapshot: string;
  readonly place: Place;
  /** Whether this is what was found, one below the other, rather than the tree. */
  readonly flat: boolean;
  readonly onSelect: (place: Place) => void;
  readonly onToggle: (folder: string, path: string) => void;
  /** Goes on to the preview. */
  readonly onPreview: () => void;
  readonly ref: Ref<VirtualListHandle>;
}

/** The files of a snapshot, as a tree or as what was found. */
export function FileList({
  shown,
  snapshot,
  place,
  flat,
  onSelect,
  onToggle,
  onPreview,
  ref,
}: FileListProps) {
  const { rows, onRange, hasFailed } = shown;
  const typing = useRef<Typed>({ text: "", at: 0 });
  // A row that was gone to before it was loaded.
  const [awaited, setAwaited] = useState<number | null>(null);
  const arrived = awaited !== null && awaited < rows.count ? rows.row(awaited) : null;
  const select = (index: number) => {
    const row = rows.row(index);
    setAwaited(row.kind === "gap" ? index : null);
    if (row.kind === "item") onSelect(placeOf(row.item));
  };
  useEffect(() => {
    if (arrived?.kind !== "item") return;
    setAwaited(null);
    onSelect(placeOf(arrived.item));
  });
  const open = (index: number) => {
    const row = rows.row(index);
    if (row.kind === "gap") return;
    if (row.item.type === "directory") onToggle(row.folder, row.item.path);
    else onPreview();
  };
  const nameAt = (index: number) => {
    const row = rows.row(index);
    return row.kind === "item"
      ? pathIn(flat ? folderOf(row.item.path) : row.folder, row.item.path)
      : undefined;
  };
  const pressed = (event: KeyboardEvent, index: number) => {
    const step = flat ? undefined : treeStep(rows, index, event.key);
    if (step !== undefined) {
      if ("select" in step) select(step.select);
      else onToggle(rows.row(index).folder, step.toggle);
      return true;
    }
    const next = typed(typing.current, event.key, event.timeStamp);
    if (next === undefined) return false;
    typing.current = next;
    const found = matchFrom(rows.count, nameAt, index, next);
    if (found !== -1) select(found);
    return true;
  };
  return (
    <VirtualList
      ref={ref}
      label={flat ? text.files.found : text.files.tree}
      role={flat ? "listbox" : "tree"}
      count={rows.count}
      rowHeight={28}
      selected={awaited ?? rows.indexOf(place.path)}
      onSelect={select}
      onOpen={open}
      onKey={pressed}
      onRange={onRange}
      rowProps={(index) => {
        const row = rows.row(index);
        const level = flat
          ? {}
          : { "aria-level": row.depth + 1, "aria-setsize": row.setsize, "aria-posinset": row.posinset };
        if (row.kind === "gap") return level;
        const { path, type } = row.item;
        return {
          ...level,
          ...(type === "directory" && { "aria-expanded": row.expanded }),
          "data-path": path,
          draggable: true,
          onClick: (event: MouseEvent) => {
            select(index);
            if (isToggle(event)) onToggle(row.folder, path);
          },
          onDoubleClick: (event: MouseEvent) => isToggle(event) || open(index),
          onDragStart: (event: DragEvent) => {
            event.preventDefault();
            void dragSpot({ snapshot, path });
          },
        };
      }}
      renderRow={(index) => {
        const row = rows.row(index);
        if (row.kind === "gap") return <GapRow depth={row.depth} failed={hasFailed(row)} />;
        return (
          <FileRow
            item={row.item}
            folder={flat ? null : row.folder}
            depth={row.depth}
            expanded={row.expanded}
          />
        );
      }}
    />
  );
}

/** Whether a click was on the sign that opens and closes a folder. */
function isToggle({ target }: MouseEvent): boolean {
  return target instanceof Element && target.closest("[data-toggle]") !== null;
}

/** Gives the place that an entry is. */
export function placeOf({ path, type }: TreeItem): Place {
  return { path, isFolder: type === "directory" };
}
