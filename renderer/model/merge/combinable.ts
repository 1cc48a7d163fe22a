import { shownLine } from "../../../core/merge/model/editor-text.ts";
import type { FileMerge } from "../../../core/merge/model/file-merge.ts";

/** An open hunk whose words can be combined: the first line that this changes, as each text has it. */
export interface CombinableHunk {
  /** In the result, from 1. */
  readonly line: number;
  /** How many lines the hunk would have. */
  readonly lines: number;
  readonly base: string;
  readonly theirs: string;
  readonly ours: string;
  readonly combined: string;
}

/** Yields the open regions of a text, with null for each whose words cannot be combined. */
export function* combinableRegions(merge: FileMerge): Generator<number | null> {
  for (let at = merge.states.firstOpen(0); at !== undefined; at = merge.states.firstOpen(at + 1)) {
    yield merge.combined(at) === undefined ? null : at;
  }
}

/** Lists the open hunks of a text whose words can be combined. */
export function combinableHunks(merge: FileMerge): CombinableHunk[] {
  return [...combinableRegions(merge)].flatMap((at) => (at === null ? [] : [hunkAt(merge, at)]));
}

function hunkAt(merge: FileMerge, at: number): CombinableHunk {
  const { region, result } = merge.region(at);
  const combined = merge.combined(at) ?? [];
  const lines = (side: "base" | "ours" | "theirs") =>
    merge.source.texts[side].slice(region[side].start, region[side].start + region[side].count);
  const base = lines("base");
  const first = Math.max(
    0,
    combined.findIndex((line, no) => line !== base[no]),
  );
  const shown = (texts: readonly string[]) => shownLine(texts[first] ?? "");
  return {
    line: result.start + first + 1,
    lines: combined.length,
    base: shown(base),
    theirs: shown(lines("theirs")),
    ours: shown(lines("ours")),
    combined: shown(combined),
  };
}
