import type { editor, IRange } from "monaco-editor/editor";
import { shownLine } from "../../../../core/merge/model/editor-text.ts";
import type { FileMerge } from "../../../../core/merge/model/file-merge.ts";
import { differingWords, type TextSpan } from "../../../../core/merge/model/words.ts";
import type { Region, Span } from "../../../../core/merge/text/region.ts";
import styles from "./marks.module.css";

const SIDES = ["ours", "theirs"] as const;
type Models = Readonly<Record<"ours" | "theirs" | "base", editor.ITextModel>>;

/** The most characters of a hunk whose words are compared. */
const MOST = 50_000;

/**
 * Marks in the sides which words of a hunk differ from the base, as soon as the hunk comes into view: in a large file few
 * hunks ever do.
 */
export class WordMarks {
  readonly #models: Models;
  #marked = new Map<Region, Readonly<Record<"ours" | "theirs", readonly string[]>>>();
  #ignoresSpaces = false;

  constructor(models: Models) {
    this.#models = models;
  }

  ignoreSpaces(ignores: boolean): void {
    if (ignores === this.#ignoresSpaces) return;
    this.#ignoresSpaces = ignores;
    for (const side of SIDES) {
      this.#models[side].deltaDecorations(
        [...this.#marked.values()].flatMap((ids) => ids[side]),
        [],
      );
    }
    this.#marked.clear();
  }

  /** Marks the hunks between two lines of a side. */
  show(merge: FileMerge, side: "ours" | "theirs", from: number, to: number): void {
    const last = merge.indexOf(side, to);
    for (let index = merge.indexOf(side, from); index <= last; index++) {
      const { region } = merge.states.at(index);
      if (region.kind === "unchanged" || this.#marked.has(region)) continue;
      const mark = (each: "ours" | "theirs") =>
        this.#models[each].deltaDecorations([], this.#marksOf(merge, region, each));
      this.#marked.set(region, { ours: mark("ours"), theirs: mark("theirs") });
    }
  }

  /** Removes the marks of hunks that were cut otherwise. */
  refresh(merge: FileMerge): void {
    const kept = new Set([...merge.states.states()].map(({ region }) => region));
    for (const [region, ids] of this.#marked) {
      if (kept.has(region)) continue;
      for (const side of SIDES) this.#models[side].deltaDecorations([...ids[side]], []);
      this.#marked.delete(region);
    }
  }

  #marksOf(merge: FileMerge, region: Region, side: "ours" | "theirs"): editor.IModelDeltaDecoration[] {
    const { texts } = merge.source;
    // Where all lines are new, every word would be marked.
    if (region.base.count === 0) return [];
    const before = shownOf(texts.base, region.base);
    const after = shownOf(texts[side], region[side]);
    if (before.length + after.length > MOST) return [];
    const { after: spans } = differingWords(before.join("\n"), after.join("\n"), this.#ignoresSpaces);
    return spans.map((span) => ({
      range: rangeIn(after, region[side].start, span),
      options: { inlineClassName: styles.word ?? "" },
    }));
  }
}

function shownOf(lines: readonly string[], { start, count }: Span): string[] {
  return lines.slice(start, start + count).map(shownLine);
}

/** Returns the range of a stretch of joined lines, the first of which is line `first` counted from 0. */
function rangeIn(lines: readonly string[], first: number, { start, end }: TextSpan): IRange {
  const place = (offset: number) => {
    let [line, rest] = [0, offset];
    while (line < lines.length - 1 && rest > (lines[line]?.length ?? 0))
      rest -= (lines[line++]?.length ?? 0) + 1;
    return [first + line + 1, rest + 1] as const;
  };
  const [startLineNumber, startColumn] = place(start);
  const [endLineNumber, endColumn] = place(end);
  return { startLineNumber, startColumn, endLineNumber, endColumn };
}
