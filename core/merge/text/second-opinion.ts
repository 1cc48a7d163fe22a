import { diff3MergeRegions } from "node-diff3";
import type { Region } from "../region.ts";
import { sameLines } from "./same-lines.ts";
import type { Sides } from "./tiling.ts";

/** So many pairs of lines are compared at most: `node-diff3` takes time and memory for each. */
const MOST_PAIRS = 250_000;

/**
 * Tells whether `node-diff3` merges the lines of a gap cleanly too, and to the same lines. Where the regions have a conflict
 * already, or the gap is too large for it, there is nothing to be asked.
 */
export function isConfirmed(sides: Sides, regions: readonly Region[]): boolean {
  const { base, ours, theirs } = sides;
  if (base.length * Math.max(ours.length, theirs.length) > MOST_PAIRS) return true;
  if (regions.some(({ kind }) => kind === "conflict")) return true;
  const merged: number[] = [];
  for (const part of diff3MergeRegions([...ours], [...base], [...theirs])) {
    if (part.stable) merged.push(...part.bufferContent);
    else if (sameLines(Int32Array.from(part.aContent), Int32Array.from(part.bContent)))
      merged.push(...part.aContent);
    else return false;
  }
  return sameLines(Int32Array.from(merged), mergedLines(sides, regions));
}

/** Gives the lines that regions without a conflict come to; they count from the gap's beginning. */
function mergedLines(sides: Sides, regions: readonly Region[]): Int32Array {
  const lines = regions.flatMap((region) => {
    const side = region.kind === "theirs" ? "theirs" : "ours";
    const { start, count } = region[side];
    return [...sides[side].subarray(start, start + count)];
  });
  return Int32Array.from(lines);
}
