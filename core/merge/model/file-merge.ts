// @browser-safe
import type { Region, Span } from "../text/region.ts";
import { shownLine } from "./editor-text.ts";
import { hunkParts, joinStates, splitStates } from "./hunk-cuts.ts";
import { type TypedText, typedLines } from "./line-edit.ts";
import { endOf, type LineEnd, lineOf } from "./lines.ts";
import { type MergeSource, type MergeTexts, mergeSource } from "./merge-source.ts";
import { cutPieces, lineAt, linesOf, typedPieces } from "./pieces.ts";
import {
  type Choice,
  chosenState,
  combinedState,
  type Decision,
  mergedState,
  type Origin,
  originOf,
  type RegionState,
  suggestedState,
  typedState,
} from "./region-state.ts";
import { StateSequence } from "./state-sequence.ts";
import { editBetween, type Rows, type TextEdit } from "./text-edit.ts";
import { typedStates } from "./typing.ts";
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

/**
 * The merge after a step, and the step's edit of the shown text. The edit may be empty, as when an open conflict is
 * resolved to the base; an editor then has nothing to undo, so the view must record the step itself.
 */
export interface Step {
  readonly merge: FileMerge;
  readonly edit: TextEdit;
}

/** The merged words of conflicts that were asked for; null where they cannot be merged. A region belongs to one merge. */
const combinedOf = new WeakMap<Region, readonly string[] | null>();

/**
 * The three-way merge of one text file: its regions, the decision for each, and the result that follows. Immutable: every
 * change returns a new merge that shares the unchanged parts, so old ones can be kept for undo.
 *
 * It starts with {@link begin}, from the regions that the text merger found: one-sided and equal changes applied,
 * conflicts open. A person then decides region by region ({@link choose}, {@link chooseAll}, {@link combine}, {@link
 * takeSuggestion}, {@link takeSuggestions}, {@link reopen}), after a {@link split} or {@link join} where the hunks do not
 * suit, or types ({@link typed}, {@link write}) until it is {@link resolved}; {@link text} is the result. `saved-file-merge.ts` saves
 * and parses it.
 *
 * A view shows {@link shownText} in an editor with "\n" line ends, applies each step's `edit` to it, and reports what is
 * typed there to {@link typed}. Lines count from 0, except in edits, which count like Monaco.
 */
export class FileMerge implements Rows, TypedText {
  readonly source: MergeSource;
  readonly states: StateSequence;

  constructor(source: MergeSource, states: StateSequence) {
    this.source = source;
    this.states = states;
  }

  /** Starts a merge with one-sided and equal changes applied and all conflicts open. The regions must cover the texts. */
  static begin(texts: MergeTexts, regions: readonly Region[]): FileMerge {
    const source = mergeSource(texts, regions);
    return new FileMerge(
      source,
      StateSequence.of(source.regions.map((region) => mergedState(region, texts))),
    );
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

  /** Returns the index of the region that has a line of a text or of the result; past its last line the last region. */
  indexOf(of: LinesOf, line: number): number {
    return of === "result"
      ? this.indexOfLine(Math.min(line, this.lineCount))
      : this.states.indexOfTextLine(of, line);
  }

  /** Applies a choice to a region of any kind. It replaces what was typed there. */
  choose(index: number, choice: Choice): Step {
    return this.#put(index, [chosenState(this.states.at(index).region, choice, this.source.texts)]);
  }

  /** Applies a choice to all open conflicts or to all regions. */
  chooseAll(choice: Choice, which: "open" | "all"): Step {
    const chosen = (region: Region) => chosenState(region, choice, this.source.texts);
    if (which === "open") return this.#putOpen(chosen);
    return this.#put(
      0,
      [...this.states.states()].map(({ region }) => chosen(region)),
    );
  }

  /** Takes the suggestion of a conflict. Throws a RangeError for a region without one. */
  takeSuggestion(index: number): Step {
    const state = suggestedState(this.states.at(index).region, this.source.texts);
    if (state === undefined) throw new RangeError(`Region ${index} has no suggestion.`);
    return this.#put(index, [state]);
  }

  /** Takes the suggestions of all open conflicts that have one. */
  takeSuggestions(): Step {
    return this.#putOpen((region) => suggestedState(region, this.source.texts));
  }

  /** Resets a region: a conflict is open again, any other change is as the merge applied it. */
  reopen(index: number): Step {
    return this.#put(index, [mergedState(this.states.at(index).region, this.source.texts)]);
  }

  /** Replaces a region's lines by a typed text, given as it is shown. Also works for a region without lines. */
  write(index: number, text: string): Step {
    const pieces = typedPieces(typedLines(text, this.lineEnd));
    return this.#put(index, [typedState(this.states.at(index).region, pieces)]);
  }

  /** Returns the lines that merging a conflict word by word gives; undefined where that is not certain. */
  combined(index: number): readonly string[] | undefined {
    const { region } = this.states.at(index);
    let lines = combinedOf.get(region);
    if (lines === undefined) {
      lines = combinedLines(region, this.source.texts) ?? null;
      combinedOf.set(region, lines);
    }
    return lines ?? undefined;
  }

  /** Resolves a conflict by merging it word by word. Throws a RangeError where that is not certain. */
  combine(index: number): Step {
    const lines = this.combined(index);
    if (lines === undefined) throw new RangeError(`The words of region ${index} cannot be merged.`);
    return this.#put(index, [combinedState(this.states.at(index).region, lines)]);
  }

  /** Whether a region can be split before a line of a text or of the result. */
  canSplit(index: number, of: LinesOf, line: number): boolean {
    return hunkParts(this, index, of, line) !== undefined;
  }

  /**
   * Splits a hunk in two before a line of a text or of the result; equal lines of the other texts stay on the same side.
   * Both parts keep the hunk's choice or typed lines, and otherwise are as the merge leaves their lines: what only one
   * side changed is applied. Throws a RangeError if the hunk {@link canSplit} not there.
   */
  split(index: number, of: LinesOf, line: number): Step {
    return this.changeTo(this.#with(splitStates(this, index, of, line)));
  }

  /** Returns the next hunk after a region, with which it can be joined; undefined after the last. */
  nextHunk(index: number): number | undefined {
    for (let next = index + 1; next < this.regionCount; next++) {
      if (this.states.at(next).region.kind !== "unchanged") return next;
    }
    return undefined;
  }

  /**
   * Joins a hunk with the next one and with what is between them. The lines stay as they are if all of it was decided;
   * otherwise the hunk is as the merge leaves it. Throws a RangeError if there is no next hunk.
   */
  join(index: number): Step {
    return this.changeTo(this.#with(joinStates(this, index)));
  }

  /** Returns the step to another state of the same merge, as undo takes it. */
  changeTo(merge: FileMerge): Step {
    const most = Math.min(this.regionCount, merge.regionCount);
    let head = 0;
    while (head < most && this.states.at(head) === merge.states.at(head)) head++;
    let tail = 0;
    const [end, mergeEnd] = [this.regionCount, merge.regionCount];
    while (tail < most - head && this.states.at(end - 1 - tail) === merge.states.at(mergeEnd - 1 - tail))
      tail++;
    const start = this.states.linesBefore(head);
    const before = this.states.linesBefore(end - tail) - start;
    const after = merge.states.linesBefore(mergeEnd - tail) - start;
    return { merge, edit: editBetween([this, before], [merge, after], start) };
  }

  /**
   * Applies edits of the shown text, each relative to the result of the one before, as in Monaco's change events. Every
   * region that an edit touches becomes typed, open conflicts included.
   *
   * If an edit touches several regions, the first takes the new text, the last keeps its remaining lines, and those
   * between become empty. Lines typed between two regions belong to the one in which the edit began. An open conflict
   * without lines at that place stays open, unless there is no other region for them.
   */
  typed(edits: readonly TextEdit[]): FileMerge {
    return edits.reduce((merge: FileMerge, edit) => merge.#with(typedStates(merge, edit)), this);
  }

  /** Returns a line of the result as it is stored: the last line of a text may have no end. */
  storedLine(line: number): string {
    const index = this.states.indexOfLine(line);
    return lineAt(this.states.at(index).pieces, line - this.states.linesBefore(index)) ?? "";
  }

  #with(states: StateSequence): FileMerge {
    return states === this.states ? this : new FileMerge(this.source, states);
  }

  /** Replaces the states of open conflicts, except where `stateOf` returns none. */
  #putOpen(stateOf: (region: Region) => RegionState | undefined): Step {
    const from = this.states.firstOpen(0) ?? 0;
    const last = this.states.lastOpen(this.regionCount) ?? -1;
    const states = [...this.states.states(from, last + 1)].map((state) =>
      state.decision === "open" ? (stateOf(state.region) ?? state) : state,
    );
    return this.#put(from, states);
  }

  #put(index: number, states: readonly RegionState[]): Step {
    const merge = new FileMerge(this.source, this.states.with(index, states));
    const start = this.states.linesBefore(index);
    const end = index + states.length;
    const count = this.states.linesBefore(end) - start;
    return { merge, edit: editBetween([this, count], [merge, merge.states.linesBefore(end) - start], start) };
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
