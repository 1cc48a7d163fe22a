import { useQueries } from "@tanstack/react-query";
import { useCallback, useMemo, useState } from "react";
import { asAppError } from "../../../../api/bridge.ts";
import { conflictRowsQuery, ROW_PAGE, type RowInConflict } from "../../../../api/merges.ts";
import { pagesOf, TOP, usePageNumbers } from "../../../../api/pages.ts";
import type { MergeDatabase } from "../../../../model/merge/rows.ts";
import type { Failure } from "../../../../state/notices.ts";

/** The rows in conflict of a table, as far as they are loaded. */
export interface ConflictRows {
  /** Returns a row; undefined while it is not loaded. */
  at(row: number): RowInConflict | undefined;
  /** Loads what the rows in view lack. */
  onRange(first: number, last: number): void;
  /** Why rows in view cannot be read. */
  readonly error: Failure | undefined;
  retry(): void;
}

/** Loads the rows in conflict of a table page by page, as they come into view. */
export function useConflictRows(
  { merge, file: { path } }: MergeDatabase,
  table: string,
  count: number,
): ConflictRows {
  const [range, setRange] = useState(TOP);
  const pages = usePageNumbers(range.first, range.last, Math.max(0, Math.ceil(count / ROW_PAGE) - 1));
  const results = useQueries({ queries: pages.map((page) => conflictRowsQuery(merge, path, table, page)) });
  const onRange = useCallback(
    (first: number, last: number) => setRange((before) => pagesOf(first, last, ROW_PAGE, before)),
    [],
  );
  const loaded = results.map(({ data }) => data);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the pages are the same while their answers are.
  const at = useMemo(() => {
    const rows = new Map(pages.map((page, no) => [page, loaded[no] ?? []]));
    return (row: number) => rows.get(Math.floor(row / ROW_PAGE))?.[row % ROW_PAGE];
  }, [pages, ...loaded]);
  const failed = results.find(({ error }) => error !== null)?.error;
  const retry = () => {
    for (const { isError, refetch } of results) if (isError) void refetch();
  };
  return { at, onRange, error: failed ? asAppError(failed) : undefined, retry };
}
