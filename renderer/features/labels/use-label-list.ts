import { keepPreviousData, useQueries, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useDeferredValue, useMemo, useState } from "react";
import type { CommandOutput } from "../../../core/api/registry/invoke.ts";
import { type AppError, asAppError } from "../../api/bridge.ts";
import { pagesOf, TOP, useByPage, usePageNumbers } from "../../api/pages.ts";
import { type LabelItem, labelsQuery, PAGE } from "../../api/queries.ts";
import { listOf, useLabelsView } from "../../state/labels-view.ts";

/** The labels that are listed, as far as they are known: those in view, and the first. */
export interface LabelList {
  /** All that match. */
  readonly total: number;
  readonly first: readonly LabelItem[];
  readonly at: (row: number) => LabelItem | undefined;
  /** Returns the row of a label; −1 if it is unknown. */
  readonly rowOf: (name: string) => number;
  /** Looks for a label's row page by page; −1 where it is not listed. */
  readonly find: (name: string) => Promise<number>;
  /** The filter that the result belongs to. */
  readonly filter: string;
  readonly isPending: boolean;
  readonly error: AppError | null;
  readonly retry: () => void;
  /** Loads the rows in view. */
  readonly follow: (first: number, last: number) => void;
}

const NONE: readonly LabelItem[] = [];

/** Reads the filtered and sorted labels, as far as they are in view. */
export function useLabelList(): LabelList {
  const client = useQueryClient();
  const sort = useLabelsView((state) => state.sort);
  const deleted = useLabelsView((state) => state.deleted);
  const filter = useDeferredValue(useLabelsView((state) => state.filter));
  const options = useMemo(() => listOf({ filter, sort, deleted }), [filter, sort, deleted]);
  const top = useQuery({ ...labelsQuery(options, 0), placeholderData: keepPreviousData });
  // Until the labels are known as they are wanted now, the list before stays.
  const [shown, setShown] = useState(options);
  if (top.data !== undefined && !top.isPlaceholderData && shown !== options) setShown(options);

  const total = top.data?.total ?? 0;
  const [view, setView] = useState(TOP);
  const end = Math.max(0, Math.ceil(total / PAGE.labels) - 1);
  const near = usePageNumbers(view.first - 1, view.last + 1, end);
  const { loaded } = useQueries({
    queries: near.map((page) => labelsQuery(shown, page)),
    combine: useByPage<CommandOutput<"labels">>(near),
  });
  const rows = useMemo(
    () =>
      new Map(
        [...loaded].flatMap(([page, { labels }]) =>
          labels.map(({ name }, at) => [name, page * PAGE.labels + at] as const),
        ),
      ),
    [loaded],
  );
  return {
    total,
    first: top.data?.labels ?? NONE,
    at: useCallback(
      (row: number) => loaded.get(Math.floor(row / PAGE.labels))?.labels[row % PAGE.labels],
      [loaded],
    ),
    rowOf: useCallback((name: string) => rows.get(name) ?? -1, [rows]),
    find: useCallback(
      async (name: string) => {
        for (let page = 0; page <= end; page++) {
          const { labels } = await client.fetchQuery(labelsQuery(shown, page));
          const at = labels.findIndex((label) => label.name === name);
          if (at !== -1) return page * PAGE.labels + at;
        }
        return -1;
      },
      [client, shown, end],
    ),
    filter: shown.filter,
    isPending: top.isPending,
    error: top.error && asAppError(top.error),
    retry: useCallback(() => void top.refetch(), [top.refetch]),
    follow: useCallback(
      (first: number, last: number) => setView((view) => pagesOf(first, last, PAGE.labels, view)),
      [],
    ),
  };
}
