import { useQuery } from "@tanstack/react-query";
import { type Chosen, EVERYTHING } from "../../api/chosen.ts";
import { type HistoryItem, historyQuery, PAGE } from "../../api/queries.ts";

/** Gives a move of the chosen label by its index; undefined while it is not known. With `stat` it is counted too. */
export function useMove({ label }: Chosen, index: number, stat: boolean): HistoryItem | undefined {
  const { data: moves } = useQuery({
    ...historyQuery(label, EVERYTHING, 0, false),
    select: (page) => page.moves,
  });
  const page = moves === undefined ? 0 : Math.max(0, Math.floor((moves - 1 - index) / PAGE.history));
  const { data } = useQuery({
    ...historyQuery(label, EVERYTHING, page, stat),
    enabled: moves !== undefined && index >= 0,
    select: ({ entries }) => entries.find((entry) => entry.index === index),
  });
  return data;
}
