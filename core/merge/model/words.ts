// @browser-safe
import { alignLines } from "../text/alignment.ts";
import { mergeLines } from "../text/merge-regions.ts";
import type { Region } from "../text/region.ts";
import { UNMATCHED } from "../text/shortest-matches.ts";
import { splitLines } from "./lines.ts";
import type { MergeTexts } from "./merge-source.ts";
import { TextNumbers } from "./numbers.ts";

/** A word, a line end, a run of spaces, or any other character. */
const WORD = /\r\n|\n|[\p{L}\p{N}\p{M}_]+|[^\S\r\n]+|[\s\S]/gu;
/** The most words of a text that are compared. */
const MOST_WORDS = 20_000;

/** A stretch of a text: from character `start` up to but not including `end`. */
export interface TextSpan {
  readonly start: number;
  readonly end: number;
}

/** Splits a text into words, spaces and punctuation. */
export function wordsOf(text: string): string[] {
  return text.match(WORD) ?? [];
}

/**
 * Merges a conflict word by word. Undefined unless that is certain: each side changed something, and no word of the base
 * was changed by both.
 */
export function combinedLines(region: Region, texts: MergeTexts): readonly string[] | undefined {
  if (region.kind !== "conflict" || region.base.count === 0) return undefined;
  const words = (text: keyof MergeTexts) => {
    const { start, count } = region[text];
    return wordsOf(texts[text].slice(start, start + count).join(""));
  };
  const sides = { base: words("base"), ours: words("ours"), theirs: words("theirs") };
  if (Object.values(sides).some(({ length }) => length > MOST_WORDS)) return undefined;
  const numbers = new TextNumbers();
  const [base, ours, theirs] = [
    numbers.of(sides.base),
    numbers.of(sides.ours),
    numbers.of(sides.theirs),
  ] as const;
  const merged = mergeLines({ base, ours, theirs }, numbers.distinct);
  const changed = (kind: Region["kind"]) => merged.some((each) => each.kind === kind);
  if (changed("conflict") || !changed("ours") || !changed("theirs")) return undefined;
  const taken = merged.flatMap((each) => {
    const side = each.kind === "theirs" ? "theirs" : "ours";
    const { start, count } = each[side];
    return sides[side].slice(start, start + count);
  });
  return splitLines(taken.join(""));
}

/** Returns the stretches of both texts that differ, word by word; with `ignoreSpaces`, none that are only spaces. */
export function differingWords(
  before: string,
  after: string,
  ignoreSpaces = false,
): { readonly before: readonly TextSpan[]; readonly after: readonly TextSpan[] } {
  const [a, b] = [wordsOf(before), wordsOf(after)];
  if (a.length > MOST_WORDS || b.length > MOST_WORDS) {
    return { before: [{ start: 0, end: before.length }], after: [{ start: 0, end: after.length }] };
  }
  const numbers = new TextNumbers();
  const matches = alignLines(numbers.of(a), numbers.of(b));
  const matched = new Set(matches.filter((partner) => partner !== UNMATCHED));
  const spans = (words: readonly string[], isSame: (at: number) => boolean) => {
    const found: TextSpan[] = [];
    let start = 0;
    for (const [at, word] of words.entries()) {
      const end = start + word.length;
      if (!isSame(at) && !(ignoreSpaces && word.trim() === "")) {
        const last = found.at(-1);
        if (last?.end === start) found[found.length - 1] = { start: last.start, end };
        else found.push({ start, end });
      }
      start = end;
    }
    return found;
  };
  return {
    before: spans(a, (at) => (matches[at] ?? UNMATCHED) !== UNMATCHED),
    after: spans(b, (at) => matched.has(at)),
  };
}
