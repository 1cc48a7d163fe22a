import { type KeyboardEvent, type Ref, useRef } from "react";
import type { TreeItem } from "../../api/queries.ts";
import { folderOf } from "../../components/format.ts";
import { type Place, pathIn } from "../../components/paths.ts";
import { TreeList, useRowChoice } from "../../components/tree-list.tsx";
import type { VirtualListHandle } from "../../components/virtual-list.tsx";
import { dragSpot } from "../../model/files/spots.ts";
import type { ShownRows } from "../../shared/rows/use-rows.ts";
import { text } from "../../strings/index.ts";
import { FileRow, GapRow } from "./file-row.tsx";
import { matchFrom, type Typed, typed } from "./type-ahead.ts";

interface FileListProps {
  readonly shown: ShownRows;
  readonly snapshot: string;
  readonly place: Place;
  /** Whether the rows are search results rather than the tree. */
  readonly flat: boolean;
  readonly onSelect: (place: Place) => void;
  readonly onToggle: (folder: string, path: string) => void;
  /** Goes on to the preview. */
  readonly onPreview: () => void;
  readonly ref: Ref<VirtualListHandle>;
}

/** The files of a snapshot, as a tree or as search results. */
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
  const { rows } = shown;
  const [choose, awaited] = useRowChoice(rows, ({ path, type }) =>
    onSelect({ path, isFolder: type === "directory" }),
  );
  const typing = useRef<Typed>({ text: "", at: 0 });
  const nameAt = (index: number) => {
    const row = rows.row(index);
    return row.kind === "item"
      ? pathIn(flat ? folderOf(row.item.path) : row.folder, row.item.path)
      : undefined;
  };
  const typeAhead = ({ key, timeStamp }: KeyboardEvent, index: number) => {
    const next = typed(typing.current, key, timeStamp);
    if (next === undefined) return false;
    typing.current = next;
    const found = matchFrom(rows.count, nameAt, index, next);
    if (found !== -1) choose(found);
    return true;
  };
  const dragged = ({ path }: TreeItem) => ({
    draggable: true,
    onDragStart: (event: DragEvent) => {
      event.preventDefault();
      void dragSpot({ snapshot, path });
    },
  });
  return (
    <TreeList
      ref={ref}
      label={flat ? text.files.found : text.files.tree}
      shown={shown}
      flat={flat}
      // Keys go on from the target of the last one, even before it is loaded.
      selected={awaited ?? rows.indexOf(place.path)}
      onSelect={choose}
      onOpen={onPreview}
      onToggle={onToggle}
      onKey={typeAhead}
      itemProps={dragged}
      Item={FileRow}
      Gap={GapRow}
    />
  );
}
