// @browser-safe
import type { Region, Span } from "../text/region.ts";
import { shownLine } from "./editor-text.ts";
import { hunkParts } from "./hunk-cuts.ts";
import type { TypedText } from "./line-edit.ts";
import { endOf, type LineEnd, lineOf } from "./lines.ts";
import type { MergeSource, MergeTexts } from "./merge-source.ts";
import { cutPieces, lineAt, linesOf } from "./pieces.ts";
import { type Decision, type Origin, originOf } from "./region-state.ts";
import type { StateSequence } from "./state-sequence.ts";
import type { Rows } from "./text-edit.ts";
import { combinedLines } from "./words.ts";

/** The lines that a number refers to: those of a text, or of the result. */
export type LinesOf = keyof MergeTexts | "result";

/** A region with its decision and its place in the result. */
export interface PlacedRegion {
  readonly index: number;
  readonly region: Region;
  readonly decision: Decision;
  readonly result: Span;
}

/** Consecutive lines of the result with one origin. */
export interface OriginRun extends Span {
  readonly origin: Origin;
}

/** The numbers of a file's changes and conflicts. */
export interface MergeCounts {
  readonly autoMerged: number;
  readonly conflicts: number;
  readonly resolved: number;
  readonly suggestions: number;
}

/** The merged words of conflicts that were asked for; null where they cannot be merged. A region belongs to one merge. */
const combinedOf = new WeakMap<Region, readonly string[] | null>();

/**
 * What a merge of one text file is at one time: its regions with their decisions and places, and the result that follows.
 * Immutable; {@link FileMerge} adds what changes it. Lines count from 0.
 */
export class MergeResult implements Rows, TypedText {
  readonly source: MergeSource;
  readonly states: StateSequence;

  constructor(source: MergeSource, states: StateSequence) {
    this.source = source;
    this.states = states;
  }

  /** The number of regions, which count from 0. */
  get regionCount(): number {
    return this.states.length;
  }

  /** The number of lines of the result. */
  get lineCount(): number {
    return this.states.totals.lines;
  }

  /** The number of rows of the shown text. */
  get rowCount(): number {
    const { lineCount } = this;
    return lineCount === 0 || endOf(this.storedLine(lineCount - 1)) !== "" ? lineCount + 1 : lineCount;
  }

  get lineEnd(): LineEnd {
    return this.source.lineEnd;
  }

  /** The number of automatically applied changes, of conflicts, of resolved ones, and of open ones with a suggestion. */
  get counts(): MergeCounts {
    const { auto, conflicts, open, suggestions } = this.states.totals;
    return { autoMerged: auto, conflicts, resolved: conflicts - open, suggestions };
  }

  /** Whether every conflict is resolved. */
  get resolved(): boolean {
    return this.states.totals.open === 0;
  }

  /** Returns the result. A line without an end gets one if other lines follow it. */
  text(): string {
    return this.lines(0, this.lineCount).join("");
  }

  /** Returns the result as an editor shows it: rows separated by "\n". */
  shownText(): string {
    return this.rows(0, this.rowCount).join("\n");
  }

  /** Returns lines `from` up to but not including `to` of the result, with their ends. */
  lines(from: number, to: number): string[] {
    const last = this.lineCount - 1;
    const lines = [...this.#runs(from, to)].flatMap(({ lines }) => lines);
    return lines.map((line, at) =>
      line.endsWith("\n") || from + at === last ? line : lineOf(line, this.lineEnd),
    );
  }

  /** Returns rows `from` up to but not including `to` of the shown text. */
  rows(from: number, to: number): string[] {
    const rows = this.lines(from, Math.min(to, this.lineCount)).map(shownLine);
    if (to > this.lineCount && from < to) rows.push("");
    return rows;
  }

  /** Returns a region and its place in the result. Throws a RangeError for an unknown index. */
  region(index: number): PlacedRegion {
    const { region, decision, lines } = this.states.at(index);
    return { index, region, decision, result: { start: this.states.linesBefore(index), count: lines } };
  }

  /** Yields the regions from `from` up to but not including `to`, with their places. */
  *regions(from = 0, to = this.regionCount): Generator<PlacedRegion> {
    let start = this.states.linesBefore(from);
    for (const [at, { region, decision, lines }] of [...this.states.states(from, to)].entries()) {
      yield { index: from + at, region, decision, result: { start, count: lines } };
      start += lines;
    }
  }

  /** Returns the index of the region that contains a line; the last region for the row after the last line. */
  indexOfLine(line: number): number {
    return line === this.lineCount ? this.regionCount - 1 : this.states.indexOfLine(line);
  }

  /** Yields the origins of lines `from` up to but not including `to`, in runs. */
  *origins(from = 0, to = this.lineCount): Generator<OriginRun> {
    let run: OriginRun | undefined;
    let start = from;
    for (const { origin, lines } of this.#runs(from, to)) {
      if (run?.origin === origin) {
        run = { ...run, count: run.count + lines.length };
      } else {
        if (run !== undefined) yield run;
        run = { start, count: lines.length, origin };
      }
      start += lines.length;
    }
    if (run !== undefined) yield run;
  }

  /** Returns the next open conflict after a region, wrapping around; undefined if none is open. */
  nextOpen(index: number): number | undefined {
    return this.states.firstOpen(index + 1) ?? this.states.firstOpen(0);
  }

  /** Returns the previous open conflict before a region, wrapping around; undefined if none is open. */
  previousOpen(index: number): number | undefined {
    return this.states.lastOpen(index) ?? this.states.lastOpen(this.regionCount);
  }

  /** Returns the next change after a region that is as the merge applied it, wrapping around; undefined for none. */
  nextAuto(index: number): number | undefined {
    return this.states.first("auto", index + 1) ?? this.states.first("auto", 0);
  }

  /** Returns the previous change before a region that is as the merge applied it, wrapping around. */
  previousAuto(index: number): number | undefined {
    return this.states.last("auto", index) ?? this.states.last("auto", this.regionCount);
  }

  /** Returns the next hunk after a region, with which it can be joined; undefined after the last. */
  nextHunk(index: number): number | undefined {
    for (let next = index + 1; next < this.regionCount; next++) {
      if (this.states.at(next).region.kind !== "unchanged") return next;
    }
    return undefined;
  }

  /** Returns the index of the region that has a line of a text or of the result; past its last line the last region. */
  indexOf(of: LinesOf, line: number): number {
    return of === "result"
      ? this.indexOfLine(Math.min(line, this.lineCount))
      : this.states.indexOfTextLine(of, line);
  }

  /** Returns the lines that merging a conflict word by word gives; undefined where that is not certain. */
  combined(index: number): readonly string[] | undefined {
    return this.combinedWords(this.states.at(index).region);
  }

  protected combinedWords(region: Region): readonly string[] | undefined {
    let lines = combinedOf.get(region);
    if (lines === undefined) {
      lines = combinedLines(region, this.source.texts) ?? null;
      combinedOf.set(region, lines);
    }
    return lines ?? undefined;
  }

  /** Whether a region can be split before a line of a text or of the result. */
  canSplit(index: number, of: LinesOf, line: number): boolean {
    return hunkParts(this, index, of, line) !== undefined;
  }

  /** Returns a line of the result as it is stored: the last line of a text may have no end. */
  storedLine(line: number): string {
    const index = this.states.indexOfLine(line);
    return lineAt(this.states.at(index).pieces, line - this.states.linesBefore(index)) ?? "";
  }

  /** Yields lines `from` up to but not including `to` as stored, in runs of one origin. */
  *#runs(from: number, to: number): Generator<{ origin: Origin; lines: readonly string[] }> {
    if (from >= to) return;
    const first = this.states.indexOfLine(from);
    let start = this.states.linesBefore(first);
    for (const state of this.states.states(first)) {
      if (start >= to) return;
      for (const piece of cutPieces(state.pieces, from - start, to - start)) {
        yield { origin: originOf(state, piece), lines: linesOf(piece) };
      }
      start += state.lines;
    }
  }
}
