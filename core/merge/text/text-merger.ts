import type {
  ContentMerge,
  ContentMergeOptions,
  ContentMerger,
  ContentSides,
  HunkCounts,
} from "../merger.ts";
import { conflictMarkers } from "./conflict-markers.ts";
import { countLines, LineNumbers, type Lines, linesOf } from "./lines.ts";
import { mergeLines } from "./merge-regions.ts";
import { refineRegions } from "./refine-regions.ts";
import type { Region } from "./region.ts";
import type { Sides } from "./region-builder.ts";
import { unifiedDiff } from "./unified-diff.ts";

/** Maximum number of lines of a text; more take too much memory to compare. */
const MAX_LINES = 1_000_000;

/**
 * Merges texts line by line as bytes: a line ends after its line feed, and all other bytes are kept as they are. A
 * missing base counts as empty, as in git.
 */
export const textMerger: ContentMerger = {
  kind: "text",
  mostBytes: 16 * 2 ** 20,
  mostTime: 5000,

  handles(start: Uint8Array): boolean {
    return !start.includes(0);
  },

  merge(sides: ContentSides, options: ContentMergeOptions): ContentMerge {
    const { ours, theirs } = sides;
    const base = sides.base ?? new Uint8Array();
    const same = sameSide(sides);
    if (same !== undefined) return { status: "merged", bytes: same, preferred: 0 };
    if ([base, ours, theirs].some((bytes) => countLines(bytes) > MAX_LINES)) return tooLong(sides, options);
    const numbers = new LineNumbers();
    const lines = { base: numbers.read(base), ours: numbers.read(ours), theirs: numbers.read(theirs) };
    const ids = { base: lines.base.ids, ours: lines.ours.ids, theirs: lines.theirs.ids };
    const regions = mergeLines(ids, numbers.distinct);
    const conflicts = regions.filter(({ kind }) => kind === "conflict").length;
    if (conflicts === 0 || options.prefer !== "none") {
      return { status: "merged", bytes: assemble(lines, regions, options.prefer), preferred: conflicts };
    }
    const { names } = options;
    const shown = refineRegions(ids, regions);
    const hunks = countHunks(shown);
    if (options.readable === false) return { status: "conflict", hunks };
    return {
      status: "conflict",
      hunks,
      text: {
        markers: conflictMarkers(lines, shown, names),
        diffOurs: unifiedDiff(base, ours, { before: names.base, after: names.ours }),
        diffTheirs: unifiedDiff(base, theirs, { before: names.base, after: names.theirs }),
      },
    };
  },
};

/** Returns the side to take if both are equal or one equals the base. */
function sameSide({ base, ours, theirs }: ContentSides): Uint8Array | undefined {
  const same = (a: Uint8Array, b: Uint8Array) => Buffer.compare(a, b) === 0;
  if (same(ours, theirs) || (base !== null && same(base, theirs))) return ours;
  return base !== null && same(base, ours) ? theirs : undefined;
}

function countHunks(regions: readonly Region[]): HunkCounts {
  const counts = { conflicts: 0, suggestions: 0, merged: 0 };
  for (const { kind, suggestion } of regions) {
    if (suggestion !== undefined) counts.suggestions++;
    else if (kind === "conflict") counts.conflicts++;
    else if (kind !== "unchanged") counts.merged++;
  }
  return counts;
}

function tooLong(sides: ContentSides, { prefer }: ContentMergeOptions): ContentMerge {
  if (prefer !== "none") return { status: "merged", bytes: sides[prefer], preferred: 1 };
  return {
    status: "conflict",
    reason: `It has more than ${MAX_LINES.toLocaleString("en")} lines, too many to compare.`,
  };
}

function assemble(
  texts: Sides<Lines>,
  regions: readonly Region[],
  prefer: ContentMergeOptions["prefer"],
): Uint8Array {
  const preferred = prefer === "theirs" ? "theirs" : "ours";
  return Buffer.concat(
    regions.map((region) => {
      const side = region.kind === "conflict" ? preferred : region.kind === "theirs" ? "theirs" : "ours";
      return linesOf(texts[side], region[side]);
    }),
  );
}
