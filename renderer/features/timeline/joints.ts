import type { HistoryItem } from "../../api/queries.ts";

/** The joint between two rows: adjacent in the history, with hidden moves between them, or none. */
export type Joint = "line" | "gap" | "none";

interface Surroundings {
  /** The number of the label's moves. */
  readonly moves: number;
  /** In the rows above and below, where they are loaded. */
  readonly newer: Pick<HistoryItem, "index"> | undefined;
  readonly older: Pick<HistoryItem, "index"> | undefined;
  /** Whether every move is shown. */
  readonly all: boolean;
}

/** Returns the joints above and below a move: none where the label holds nothing. */
export function jointsOf(
  { from, to, index }: Pick<HistoryItem, "from" | "to" | "index">,
  { moves, newer, older, all }: Surroundings,
): { above: Joint; below: Joint } {
  const isNewest = index === moves - 1;
  const above = to === null || isNewest ? "none" : all || newer?.index === index + 1 ? "line" : "gap";
  const joinsBelow = all ? index > 0 : older?.index === index - 1;
  return { above, below: from === null ? "none" : joinsBelow ? "line" : "gap" };
}
