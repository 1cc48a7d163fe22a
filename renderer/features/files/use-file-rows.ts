import { useDeferredValue, useMemo } from "react";
import { findQuery, type TreeItem, treeQuery } from "../../api/queries.ts";
import type { Spot } from "../../model/files/spots.ts";
import { type RowSource, type ShownRows, useRows } from "../../shared/rows/use-rows.ts";
import { useFilesView, viewOf } from "../../state/files-view.ts";

/** The rows of the Files tab: the tree of a snapshot, or what in it matches the filter. */
export interface FileRows {
  /** Undefined until there are any. */
  readonly shown: ShownRows | undefined;
  /** Whether the rows are search results rather than the tree. */
  readonly flat: boolean;
  /** Whether others are on their way. */
  readonly busy: boolean;
}

const NONE: ReadonlySet<string> = new Set();

/** Returns the rows of a place, in the toolbar's order and filter. */
export function useFileRows({ label, snapshot }: Spot): FileRows {
  const { expanded } = useFilesView((state) => viewOf(state, label));
  const order = useFilesView((state) => state.order);
  const pattern = useDeferredValue(useFilesView((state) => state.filter.trim()));
  const source = useMemo(
    (): RowSource =>
      pattern === ""
        ? {
            key: `tree ${label}`,
            snapshot,
            flat: false,
            page: (folder, page) => treeQuery(snapshot, folder, order, page),
          }
        : {
            key: `found ${pattern}`,
            snapshot,
            flat: true,
            page: (_folder, page) => findQuery(snapshot, pattern, page),
          },
    [label, snapshot, order, pattern],
  );
  const shown = useRows(source, source.flat ? NONE : expanded);
  return { shown, flat: (shown?.source ?? source).flat, busy: shown?.source !== source };
}

/** Returns the loaded entry of a place in that snapshot, if there is one. */
export function itemAt(shown: ShownRows | undefined, { snapshot, path }: Spot): TreeItem | undefined {
  if (shown?.source.snapshot !== snapshot) return undefined;
  const index = shown.rows.indexOf(path);
  const row = index === -1 ? undefined : shown.rows.row(index);
  return row?.kind === "item" ? row.item : undefined;
}
