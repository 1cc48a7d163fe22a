import { queryOptions, useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { type AppError, asAppError, ask } from "../../../api/bridge.ts";
import type { Chosen } from "../../../api/chosen.ts";
import { client } from "../../../api/client.ts";
import { type HistoryItem, PAGE } from "../../../api/queries.ts";

/** One page of the moves in which a path changed, newest first. Below the label's history, with which it becomes stale. */
const versionsQuery = (label: string, path: string, page: number) =>
  queryOptions({
    queryKey: ["history", label, "path", path, page],
    queryFn: ({ signal }) =>
      ask("history", { label, path, offset: page * PAGE.history, limit: PAGE.history }, { signal }),
    placeholderData: (previous, query) =>
      query?.queryKey[1] === label && query.queryKey[3] === path && query.queryKey[4] === page
        ? previous
        : undefined,
  });

/** The number of those moves up to one of the label's moves. */
const versionsUpTo = (label: string, path: string, index: number) =>
  queryOptions({
    queryKey: ["history", label, "path-up-to", path, index],
    queryFn: async ({ signal }) =>
      (await ask("history", { label, path, up_to: index, limit: 1 }, { signal })).total,
  });

/** The versions of a path, as far as they are known. The oldest is 0. */
export interface Versions {
  /** Undefined until it is known. */
  readonly total: number | undefined;
  /** The one that the chosen snapshot has; −1 where it is older than all of them. Undefined until it is known. */
  readonly chosen: number | undefined;
  /** The move that made the version asked for. */
  readonly entry: HistoryItem | undefined;
  readonly error: AppError | null;
  retry(): void;
}

/** Finds the moves in which a path changed, and the one at a position; undefined: that of the chosen snapshot. */
export function useVersions({ label, index }: Chosen, path: string, at: number | undefined): Versions {
  const first = useQuery(versionsQuery(label, path, 0));
  const total = first.data?.total;
  const { data: upTo } = useQuery(versionsUpTo(label, path, index));
  const chosen = upTo === undefined ? undefined : upTo - 1;
  const position = at ?? chosen;
  const row = total === undefined || position === undefined ? 0 : total - 1 - position;
  const page = Math.max(0, Math.floor(row / PAGE.history));
  const { data } = useQuery(versionsQuery(label, path, page));
  // The end of a page leads on to the next.
  useEffect(() => {
    if (total === undefined) return;
    for (const near of [page - 1, page + 1])
      if (near >= 0 && near * PAGE.history < total)
        void client.prefetchQuery(versionsQuery(label, path, near));
  }, [label, path, page, total]);
  return {
    total,
    chosen,
    entry: position === undefined || position < 0 ? undefined : data?.entries[row - page * PAGE.history],
    error: first.error && asAppError(first.error),
    retry: () => void first.refetch(),
  };
}
