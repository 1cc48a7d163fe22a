// @browser-safe
import type { Region } from "../region.ts";
import { endOf, type LineEnd } from "./lines.ts";

/** The three texts of a file as their lines with their ends; without a base that is none. */
export interface MergeTexts {
  readonly base: readonly string[];
  readonly ours: readonly string[];
  readonly theirs: readonly string[];
}

/** What a file's merge is built from, and what never changes in it. */
export interface MergeSource {
  readonly texts: MergeTexts;
  /** At least one: texts without a line have one empty region, so that all that is typed belongs somewhere. */
  readonly regions: readonly Region[];
  /** What ends a line that needs an end and has none. */
  readonly lineEnd: LineEnd;
}

const NOWHERE = { start: 0, count: 0 };
const EMPTY: Region = { kind: "unchanged", base: NOWHERE, ours: NOWHERE, theirs: NOWHERE };

/** Makes what a file's merge is built from. The regions tile the texts, as a three-way merge gives them. */
export function mergeSource(texts: MergeTexts, regions: readonly Region[]): MergeSource {
  const [line = "\n"] = [texts.ours[0], texts.theirs[0], texts.base[0]].filter(
    (first) => first !== undefined && endOf(first) !== "",
  );
  return { texts, regions: regions.length === 0 ? [EMPTY] : regions, lineEnd: endOf(line) };
}

/**
 * Gives a short text that differs between sources whose texts have other numbers of lines, or whose regions are others. What
 * was decided region by region belongs only to sources of one fingerprint. The checksum is FNV-1a, 32 bits.
 */
export function fingerprint({ texts, regions }: MergeSource): string {
  let sum = 0x811c9dc5;
  const add = (value: number) => {
    sum = Math.imul(sum ^ value, 0x01000193);
  };
  for (const { kind, base, ours, theirs } of regions) {
    for (let at = 0; at < kind.length; at++) add(kind.charCodeAt(at));
    for (const { start, count } of [base, ours, theirs]) {
      add(start);
      add(count);
    }
  }
  const lines = [texts.base, texts.ours, texts.theirs].map((text) => text.length).join("/");
  return `${regions.length}:${lines}:${(sum >>> 0).toString(16)}`;
}
