// @browser-safe
import type { Region } from "../text/region.ts";
import type { LinesOf, MergeResult } from "./merge-result.ts";
import { cutBefore, cutRegion, placeBefore } from "./recut.ts";
import { joinedState, joinUnchanged, splitState } from "./recut-state.ts";
import type { RegionState } from "./region-state.ts";
import type { StateSequence } from "./state-sequence.ts";

/** Returns the two parts of a hunk before and from a line on; undefined if it cannot be split there. */
export function hunkParts(
  merge: MergeResult,
  index: number,
  of: LinesOf,
  line: number,
): [Region, Region] | undefined {
  const { region, result } = merge.region(index);
  if (region.kind === "unchanged") return undefined;
  const { start, count } = of === "result" ? result : region[of];
  if (line < start || line > start + count) return undefined;
  const { texts } = merge.source;
  const cut = cutBefore(region, texts, linesOf(merge, index, of), line - start);
  return cutRegion(region, of === "result" ? cut : { ...cut, [of]: line }, texts);
}

/** Returns the states of a merge after a hunk is split. Throws a RangeError if it cannot be split there. */
export function splitStates(merge: MergeResult, index: number, of: LinesOf, line: number): StateSequence {
  const parts = hunkParts(merge, index, of, line);
  if (parts === undefined) throw new RangeError(`Region ${index} has no line ${line} to split at.`);
  const own = linesOf(merge, index, "result");
  const at =
    of === "result"
      ? line - merge.region(index).result.start
      : placeBefore(linesOf(merge, index, of), own, line - parts[0][of].start);
  return recut(merge, index, 1, splitState(merge.states.at(index), parts, at, merge.source.texts));
}

/** Returns the states of a merge after a hunk is joined with the next one. Throws a RangeError if there is none. */
export function joinStates(merge: MergeResult, index: number): StateSequence {
  const last = merge.nextHunk(index);
  if (last === undefined) throw new RangeError(`There is no hunk after region ${index}.`);
  const states = [...merge.states.states(index, last + 1)];
  return recut(merge, index, states.length, [joinedState(states, merge.source.texts)]);
}

/** Returns a region's lines of a text or of the result. */
function linesOf(merge: MergeResult, index: number, of: LinesOf): readonly string[] {
  const { region, result } = merge.region(index);
  if (of === "result") return merge.lines(result.start, result.start + result.count);
  return merge.source.texts[of].slice(region[of].start, region[of].start + region[of].count);
}

/** Replaces regions by others of the same lines. Unchanged neighbours become one. */
function recut(
  { states, source }: MergeResult,
  index: number,
  count: number,
  replacing: readonly RegionState[],
): StateSequence {
  const from = Math.max(0, index - 1);
  const end = Math.min(states.length, index + count + 1);
  const all = [...states.states(from, index), ...replacing, ...states.states(index + count, end)];
  return states.splice(from, end - from, joinUnchanged(all, source.texts));
}
