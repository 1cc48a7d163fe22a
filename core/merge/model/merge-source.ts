// @browser-safe
import type { Region } from "../text/region.ts";
import { endOf, type LineEnd } from "./lines.ts";

/** The three texts of a file as lines with their ends. A missing base has no lines. */
export interface MergeTexts {
  readonly base: readonly string[];
  readonly ours: readonly string[];
  readonly theirs: readonly string[];
}

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

/**
 * Returns a short text that differs between sources with different regions or numbers of lines. Saved decisions apply
 * only to a source with the same fingerprint. The checksum is FNV-1a, 32 bits.
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
