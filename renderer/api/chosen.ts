import { useQuery } from "@tanstack/react-query";
import { type ChosenMove, useSelection } from "../state/selection.ts";
import { type HistoryFilter, type HistoryItem, historyQuery } from "./queries.ts";

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

/** Takes of a history's row what a selection keeps of it. */
export function moveOf({ seq, to, from, at, index }: HistoryItem): ChosenMove {
  return { seq, to, from, at, index };
}
