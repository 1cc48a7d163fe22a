// @browser-safe
import { diff3MergeRegions } from "node-diff3";
import { sameLines } from "./lines.ts";
import type { Region } from "./region.ts";
import { mergedLines, type Sides } from "./region-builder.ts";

/** Maximum number of line pairs to compare, since `node-diff3` takes time and memory for each. */
const MAX_PAIRS = 250_000;

/**
 * Returns whether `node-diff3` also merges a gap cleanly and to the same lines. True without asking if the regions have a
 * conflict already or the gap is too large.
 */
export function agreesWithDiff3(sides: Sides, regions: readonly Region[]): boolean {
  const { base, ours, theirs } = sides;
  if (base.length * Math.max(ours.length, theirs.length) > MAX_PAIRS) return true;
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
