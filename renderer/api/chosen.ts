import { useQuery } from "@tanstack/react-query";
import { type ChosenMove, useSelection } from "../state/selection.ts";
import { type HistoryFilter, type HistoryItem, historyQuery, PAGE } from "./queries.ts";

/** No filter: the one object, so that queries of it are the same. */
export const EVERYTHING: HistoryFilter = { ops: [], text: "" };

/** The shown snapshot, with its label and the move that led to it. */
export interface Chosen extends ChosenMove {
  readonly label: string;
  /** Whether it is what the label holds now. */
  readonly isHead: boolean;
}

/** Returns the selected move, or the newest one of the selected label. Null while there is none, or none is loaded. */
export function useChosen(): Chosen | null {
  const label = useSelection((state) => state.label);
  const move = useSelection((state) => state.move);
  const { data } = useQuery({ ...historyQuery(label ?? "", EVERYTHING, 0, false), enabled: label !== null });
  const newest = data?.label === label ? data?.entries[0] : undefined;
  if (label === null) return null;
  const chosen = move ?? (newest && moveOf(newest));
  if (chosen === undefined) return null;
  return { ...chosen, label, isHead: newest !== undefined && chosen.to === newest.to };
}

/** Returns whether the shown move is kept for good, as far as its page of the history is loaded. */
export function useIsKept(chosen: Chosen | null): boolean {
  const label = chosen?.label ?? "";
  const first = useQuery({ ...historyQuery(label, EVERYTHING, 0, false), enabled: chosen !== null });
  const moves = first.data?.moves ?? 0;
  const page = chosen === null ? 0 : Math.max(0, Math.floor((moves - 1 - chosen.index) / PAGE.history));
  const { data } = useQuery({
    ...historyQuery(label, EVERYTHING, page, false),
    enabled: first.data !== undefined,
  });
  return data?.entries.find(({ seq }) => seq === chosen?.seq)?.kept ?? false;
}

/** Takes of a history's row what a selection keeps of it. */
export function moveOf({ seq, to, from, at, index, pruned }: HistoryItem): ChosenMove {
  return { seq, to: pruned ? null : to, from, at, index };
}
