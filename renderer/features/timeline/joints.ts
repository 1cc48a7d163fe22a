import type { HistoryItem } from "../../api/queries.ts";

/** How a row is joined to the one beside it: in the history too, with moves between them that are not there, or not at all. */
export type Joint = "line" | "gap" | "none";

interface Surroundings {
  /** How many moves the label has. */
  readonly moves: number;
  /** In the rows above and below, where they are loaded. */
  readonly newer: Pick<HistoryItem, "index"> | undefined;
  readonly older: Pick<HistoryItem, "index"> | undefined;
  /** Whether every move is shown. */
  readonly all: boolean;
}

/** Says how the line of a label goes on above and below a move: not at all where the label holds nothing. */
export function jointsOf(
  { from, to, index }: Pick<HistoryItem, "from" | "to" | "index">,
  { moves, newer, older, all }: Surroundings,
): { above: Joint; below: Joint } {
  const isNewest = index === moves - 1;
  const above = to === null || isNewest ? "none" : all || newer?.index === index + 1 ? "line" : "gap";
  const joinsBelow = all ? index > 0 : older?.index === index - 1;
  return { above, below: from === null ? "none" : joinsBelow ? "line" : "gap" };
}
