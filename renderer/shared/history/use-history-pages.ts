import { useQueries } from "@tanstack/react-query";
import { useMemo } from "react";
import type { CommandOutput } from "../../../core/api/registry/invoke.ts";
import { type PageRange, useByPage, usePageNumbers } from "../../api/pages.ts";
import { type HistoryFilter, type HistoryItem, historyQuery, PAGE } from "../../api/queries.ts";

/** The moves that are loaded, by row: the newest that matches is 0. */
export interface HistoryRows {
  at(row: number): HistoryItem | undefined;
  /** Returns the row of a move; -1 where it is not loaded. */
  rowOf(seq: number): number;
  /** Every move that is loaded, newest first. */
  readonly loaded: readonly HistoryItem[];
}

type Answer = CommandOutput<"history">;
type Moves = Answer["entries"];

/** Loads the pages of a history in view and those beside them, and has the changes of the moves in view counted. */
export function useHistoryPages(
  label: string,
  filter: HistoryFilter,
  view: PageRange,
  total: number,
): HistoryRows {
  const last = Math.max(0, Math.ceil(total / PAGE.history) - 1);
  const near = usePageNumbers(view.first - 1, view.last + 1, last);
  const inView = usePageNumbers(view.first, view.last, last);
  const quick = useQueries({
    queries: near.map((page) => historyQuery(label, filter, page, false)),
    combine: useByPage<Answer>(near),
  });
  const counted = useQueries({
    // Counting can take long, and must not hold up anything else.
    queries: inView.map((page) => ({
      ...historyQuery(label, filter, page, true),
      enabled: quick.loaded.has(page),
    })),
    combine: useByPage<Answer>(inView),
  });
  return useMemo(() => rowsOf(quick.loaded, counted.loaded), [quick, counted]);
}

function rowsOf(quick: ReadonlyMap<number, Answer>, counted: ReadonlyMap<number, Answer>): HistoryRows {
  const pages = new Map(
    [...quick].map(([no, { entries }]) => [no, withCounts(entries, counted.get(no)?.entries)]),
  );
  return {
    at: (row) => pages.get(Math.floor(row / PAGE.history))?.[row % PAGE.history],
    rowOf(seq) {
      for (const [no, page] of pages) {
        const at = page.findIndex((entry) => entry.seq === seq);
        if (at !== -1) return no * PAGE.history + at;
      }
      return -1;
    },
    loaded: [...pages].sort(([a], [b]) => a - b).flatMap(([, page]) => page),
  };
}

/** Adds counts to a page. They may be of a moment ago, when the same moves were in other rows. */
function withCounts(page: Moves, counted: Moves | undefined): Moves {
  if (counted === undefined) return page;
  const known = new Map(counted.map((entry) => [entry.seq, entry]));
  return page.map((entry) => (entry.changes ? entry : (known.get(entry.seq) ?? entry)));
}
