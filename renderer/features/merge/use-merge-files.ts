import { useQueries } from "@tanstack/react-query";
import { useCallback, useMemo, useState } from "react";
import { MERGE_PAGE, type MergeFilter, type MergeItem, mergeFilesQuery } from "../../api/merges.ts";

/** The files of a merge that are listed. */
export interface MergeFiles {
  /** Undefined until it is known. */
  readonly total: number | undefined;
  /** Returns a file by its row; undefined while it is not loaded. */
  at(row: number): MergeItem | undefined;
  /** Returns the row of a path among those that are loaded; -1 if it is not. */
  rowOf(path: string | undefined): number;
  /** Loads what the rows in view lack. */
  onRange(first: number, last: number): void;
}

/** Loads the files of a merge page by page, as they come into view. */
export function useMergeFiles(merge: number, filter: MergeFilter): MergeFiles {
  const key = JSON.stringify([merge, filter]);
  const [asked, setAsked] = useState({ key, pages: [0] });
  const pages = asked.key === key ? asked.pages : [0];
  const results = useQueries({ queries: pages.map((page) => mergeFilesQuery(merge, filter, page)) });
  const onRange = useCallback(
    (first: number, last: number) => {
      const wanted: number[] = [];
      for (let page = Math.floor(first / MERGE_PAGE); page * MERGE_PAGE <= last; page++) wanted.push(page);
      setAsked((before) => {
        const known = before.key === key ? before.pages : [0];
        const missing = wanted.filter((page) => !known.includes(page));
        if (missing.length === 0 && before.key === key) return before;
        return { key, pages: [...known, ...missing] };
      });
    },
    [key],
  );
  const loaded = results.map(({ data }) => data);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the pages are the same while their answers are.
  return useMemo(() => {
    const files = new Map(pages.map((page, no) => [page, loaded[no]?.files ?? []]));
    const at = (row: number) => files.get(Math.floor(row / MERGE_PAGE))?.[row % MERGE_PAGE];
    return {
      total: loaded[0]?.total,
      at,
      rowOf: (path) => {
        for (const [page, rows] of files) {
          const row = rows.findIndex((file) => file.path === path);
          if (row !== -1) return page * MERGE_PAGE + row;
        }
        return -1;
      },
      onRange,
    };
  }, [...loaded, onRange]);
}
