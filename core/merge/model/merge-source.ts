// @browser-safe
import type { Region } from "../text/region.ts";
import { endOf, type LineEnd } from "./lines.ts";

/** The three texts of a file as lines with their ends. A missing base has no lines. */
export interface MergeTexts {
  readonly base: readonly string[];
  readonly ours: readonly string[];
  readonly theirs: readonly string[];
}

/** The names of the texts, in the order in which numbers about them are saved. */
export const TEXTS = ["base", "ours", "theirs"] as const satisfies readonly (keyof MergeTexts)[];

/** The immutable input of a file's merge. */
export interface MergeSource {
  readonly texts: MergeTexts;
  /** Never empty: texts without lines have one empty region, so that typed lines always belong to a region. */
  readonly regions: readonly Region[];
  /** The line end to add where one is missing. */
  readonly lineEnd: LineEnd;
}

const NOWHERE = { start: 0, count: 0 };
const EMPTY: Region = { kind: "unchanged", base: NOWHERE, ours: NOWHERE, theirs: NOWHERE };

/** Builds the input of a file's merge. The regions must cover the texts, as those of a three-way merge do. */
export function mergeSource(texts: MergeTexts, regions: readonly Region[]): MergeSource {
  const [line = "\n"] = [texts.ours[0], texts.theirs[0], texts.base[0]].filter(
    (first) => first !== undefined && endOf(first) !== "",
  );
  return { texts, regions: regions.length === 0 ? [EMPTY] : regions, lineEnd: endOf(line) };
}
