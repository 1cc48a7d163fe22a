// @browser-safe
import type { Region, Span } from "../region.ts";
import { endOf, type LineEnd, lineOf } from "./lines.ts";
import { type MergeSource, type MergeTexts, mergeSource } from "./merge-source.ts";
import { cutPieces, lineAt, linesOf, replaceLines, typedPieces } from "./pieces.ts";
import {
  type Choice,
  chosenState,
  type Decision,
  mergedState,
  type Origin,
  originOf,
  type RegionState,
  typedState,
} from "./region-state.ts";
import { shown } from "./shown.ts";
import { StateSequence } from "./state-sequence.ts";
import { editBetween, type Rows, type TextEdit } from "./text-edit.ts";
import { type LineEdit, lineEditOf, type TypedText, typedLines } from "./typing.ts";

/** A region of the merge and where its lines are in the result. */
export interface PlacedRegion {
  readonly index: number;
  readonly region: Region;
  readonly decision: Decision;
  readonly result: Span;
}

/** Lines of the result that come from one place. */
export interface OriginRun extends Span {
  readonly origin: Origin;
}

/**
 * A merge after a step, and the edit of the shown text that the step is. The edit may change nothing, as when the base is taken
 * for an open conflict; an editor then has nothing to undo, so the view has to remember the step itself.
 */
export interface Step {
  readonly merge: FileMerge;
  readonly edit: TextEdit;
}

/**
 * Keeps the three-way merge of one file: its regions, what is decided for each, and the result. Immutable; every change gives
 * another one, which shares what did not change, so old ones can be kept for undoing.
 *
 * A view shows `shownText` in an editor whose line end is "\n", and applies the `edit` of each step to it as it is; what is
 * typed there goes to `typed`. Lines are counted from 0 but for edits, which count as Monaco does.
 */
export class FileMerge implements Rows, TypedText {
  readonly source: MergeSource;
  readonly states: StateSequence;

  constructor(source: MergeSource, states: StateSequence) {
    this.source = source;
    this.states = states;
  }

  /** Begins a merge: one-sided and equal changes are applied, conflicts are open. The regions tile the texts. */
  static begin(texts: MergeTexts, regions: readonly Region[]): FileMerge {
    const source = mergeSource(texts, regions);
    return new FileMerge(
      source,
      StateSequence.of(source.regions.map((region) => mergedState(region, texts))),
    );
  }

  /** How many regions there are; they are counted from 0. */
  get regionCount(): number {
    return this.states.length;
  }

  /** How many lines the result has. */
  get lineCount(): number {
    return this.states.totals.lines;
  }

  /** How many rows the shown text has. */
  get rowCount(): number {
    const { lineCount } = this;
    return lineCount === 0 || endOf(this.#rawLine(lineCount - 1)) !== "" ? lineCount + 1 : lineCount;
  }

  get lineEnd(): LineEnd {
    return this.source.lineEnd;
  }

  /** How many changes are as the merge itself applied them, and how many of the conflicts are resolved. */
  get counts(): { readonly autoMerged: number; readonly conflicts: number; readonly resolved: number } {
    const { auto, conflicts, open } = this.states.totals;
    return { autoMerged: auto, conflicts, resolved: conflicts - open };
  }

  /** Whether no conflict is open. */
  get resolved(): boolean {
    return this.states.totals.open === 0;
  }

  /** Gives the result. A line that came to have lines after it, and has no end, gets one. */
  text(): string {
    return this.lines(0, this.lineCount).join("");
  }

  /** Gives the result as an editor shows it: rows with "\n" between them. */
  shownText(): string {
    return this.rows(0, this.rowCount).join("\n");
  }

  /** Gives the lines of the result, with their ends, from one up to, not including, another. */
  lines(from: number, to: number): string[] {
    const last = this.lineCount - 1;
    const lines = [...this.#runs(from, to)].flatMap(({ lines }) => lines);
    return lines.map((line, at) =>
      line.endsWith("\n") || from + at === last ? line : lineOf(line, this.lineEnd),
    );
  }

  /** Gives the shown rows from one up to, not including, another. */
  rows(from: number, to: number): string[] {
    const rows = this.lines(from, Math.min(to, this.lineCount)).map(shown);
    if (to > this.lineCount && from < to) rows.push("");
    return rows;
  }

  /** Gives a region and its place in the result. Throws a RangeError where there is none. */
  region(index: number): PlacedRegion {
    const { region, decision, lines } = this.states.at(index);
    return { index, region, decision, result: { start: this.states.linesBefore(index), count: lines } };
  }

  /** Gives the regions from an index up to, not including, another, by default all, with their places. */
  *regions(from = 0, to = this.regionCount): Generator<PlacedRegion> {
    let start = this.states.linesBefore(from);
    for (const [at, { region, decision, lines }] of [...this.states.states(from, to)].entries()) {
      yield { index: from + at, region, decision, result: { start, count: lines } };
      start += lines;
    }
  }

  /** Gives the index of the region that a line is in; of the last region for the row past the last line. */
  indexOfLine(line: number): number {
    return line === this.lineCount ? this.regionCount - 1 : this.states.indexOfLine(line);
  }

  /** Gives where the lines from one up to, not including, another come from, in runs. */
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

  /** Gives the first open conflict after a region, going on from the beginning; undefined when none is open. */
  nextOpen(index: number): number | undefined {
    return this.states.firstOpen(index + 1) ?? this.states.firstOpen(0);
  }

  /** Gives the last open conflict before a region, going on from the end; undefined when none is open. */
  previousOpen(index: number): number | undefined {
    return this.states.lastOpen(index) ?? this.states.lastOpen(this.regionCount);
  }

  /** Takes a choice for a region, whatever its kind, and in the place of what was typed there. */
  choose(index: number, choice: Choice): Step {
    return this.#put(index, [chosenState(this.states.at(index).region, choice, this.source.texts)]);
  }

  /** Takes a choice for all open conflicts, or for all regions. */
  chooseAll(choice: Choice, which: "open" | "all"): Step {
    const [from, last] =
      which === "all"
        ? [0, this.regionCount - 1]
        : [this.states.firstOpen(0) ?? 0, this.states.lastOpen(this.regionCount) ?? -1];
    const states = [...this.states.states(from, last + 1)].map((state) =>
      which === "all" || state.decision === "open"
        ? chosenState(state.region, choice, this.source.texts)
        : state,
    );
    return this.#put(from, states);
  }

  /** Takes back what was decided for a region: a conflict is open again, another change is as the merge applied it. */
  reopen(index: number): Step {
    return this.#put(index, [mergedState(this.states.at(index).region, this.source.texts)]);
  }

  /** Puts a text, as it is shown, into a region by hand; also where there is no line that one could type in. */
  write(index: number, text: string): Step {
    const pieces = typedPieces(typedLines(text, this.lineEnd));
    return this.#put(index, [typedState(this.states.at(index).region, pieces)]);
  }

  /**
   * Follows what was typed into the shown text: edits one after the other, each of the text that the one before left, which
   * is the order of Monaco's change events. Every region that an edit touches is then typed by hand, open conflicts too.
   *
   * Of several regions the first takes the text, the last keeps the lines that are left of it, and those between are empty.
   * Lines typed between two regions belong to the one in which the edit began. They resolve no conflict that has no lines and
   * happens to lie there, unless the result has no other place.
   */
  typed(edits: readonly TextEdit[]): FileMerge {
    return edits.reduce(
      (merge: FileMerge, edit) => merge.#typed(merge.#keepingLastEnd(lineEditOf(merge, edit))),
      this,
    );
  }

  /** A line without an end that had one only for the lines after it keeps it by hand when those go. */
  #keepingLastEnd(edit: LineEdit): LineEdit {
    const { from, to, lines } = edit;
    if (from === 0 || to < this.lineCount || from === to || lines.length > 0) return edit;
    if (endOf(this.#rawLine(from - 1)) !== "") return edit;
    return { ...edit, from: from - 1, lines: this.lines(from - 1, from) };
  }

  #typed({ from, to, lines, anchor }: LineEdit): FileMerge {
    if (from === to && lines.length === 0) return this;
    const { states } = this;
    const first = from < to ? states.indexOfLine(from) : this.#between(from, anchor);
    const last = from < to ? states.indexOfLine(to - 1) : first;
    const before = states.linesBefore(first);
    const changed = [...states.states(first, last + 1)].map(({ region, pieces, lines: count }, at) => {
      if (at === 0) return typedState(region, replaceLines(pieces, from - before, to - before, lines));
      const gone = first + at === last ? to - states.linesBefore(last) : count;
      return typedState(region, cutPieces(pieces, gone, count));
    });
    return new FileMerge(this.source, states.with(first, changed));
  }

  /** Gives the region that lines belong to which were typed before a line, by an edit that began on the anchor. */
  #between(line: number, anchor: number): number {
    const { states, lineCount } = this;
    const above = line > 0 ? states.indexOfLine(line - 1) : undefined;
    const below = line < lineCount ? states.indexOfLine(line) : undefined;
    if (above !== undefined && above === below) return above;
    // What was emptied by hand is filled again by hand.
    for (let index = (above ?? -1) + 1; index < (below ?? this.regionCount); index++) {
      if (states.at(index).decision === "typed") return index;
    }
    const began = anchor < line ? (above ?? below) : (below ?? above);
    return began ?? states.firstOpen(0) ?? 0;
  }

  #put(index: number, states: readonly RegionState[]): Step {
    const merge = new FileMerge(this.source, this.states.with(index, states));
    const start = this.states.linesBefore(index);
    const end = index + states.length;
    const count = this.states.linesBefore(end) - start;
    return { merge, edit: editBetween([this, count], [merge, merge.states.linesBefore(end) - start], start) };
  }

  /** Gives the lines from one up to, not including, another as they are kept, in runs of one origin. */
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

  #rawLine(line: number): string {
    const index = this.states.indexOfLine(line);
    return lineAt(this.states.at(index).pieces, line - this.states.linesBefore(index)) ?? "";
  }
}
