import type { FileMerge } from "../../../../core/merge/model/file-merge.ts";
import type { PaneName } from "./pane-names.ts";

/** A place in a pane: a line and a column, both from 0. */
export interface PanePlace {
  readonly pane: PaneName;
  readonly line: number;
  readonly column: number;
}

/** The panes as they stand beside each other. */
const ACROSS: readonly PaneName[] = ["theirs", "base", "result", "ours"];

/**
 * Sorts places as they are read: region by region, within one line by line, and in a line from pane to pane. Lines count from
 * the beginning of their region, so that those that stand beside each other follow each other.
 */
export function inReadingOrder<P extends PanePlace>(merge: FileMerge, places: readonly P[]): P[] {
  const keyed = places.map((place) => ({ place, key: keyOf(merge, place) }));
  return keyed.sort((one, other) => compare(one.key, other.key)).map(({ place }) => place);
}

/** Returns the index of the first place that is not before another one, of places in reading order; their number if none is. */
export function firstFrom(merge: FileMerge, places: readonly PanePlace[], from: PanePlace): number {
  const key = keyOf(merge, from);
  const at = places.findIndex((place) => compare(keyOf(merge, place), key) >= 0);
  return at === -1 ? places.length : at;
}

function keyOf(merge: FileMerge, { pane, line, column }: PanePlace): readonly number[] {
  const index = merge.indexOf(pane, line);
  const { region, result } = merge.region(index);
  const { start } = pane === "result" ? result : region[pane];
  return [index, line - start, ACROSS.indexOf(pane), column];
}

function compare(one: readonly number[], other: readonly number[]): number {
  for (const [at, part] of one.entries()) {
    const difference = part - (other[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
