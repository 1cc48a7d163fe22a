// @browser-safe
import type { Region } from "../text/region.ts";
import { joinStates, splitStates } from "./hunk-cuts.ts";
import { typedLines } from "./line-edit.ts";
import { type LinesOf, MergeResult } from "./merge-result.ts";
import { type MergeTexts, mergeSource } from "./merge-source.ts";
import { typedPieces } from "./pieces.ts";
import {
  type Choice,
  chosenState,
  combinedState,
  mergedState,
  type RegionState,
  suggestedState,
  typedState,
} from "./region-state.ts";
import { StateSequence } from "./state-sequence.ts";
import { editBetween, type TextEdit } from "./text-edit.ts";
import { typedStates } from "./typing.ts";

/**
 * The merge after a step, and the step's edit of the shown text. The edit may be empty, as when an open conflict is
 * resolved to the base; an editor then has nothing to undo, so the view must record the step itself.
 */
export interface Step {
  readonly merge: FileMerge;
  readonly edit: TextEdit;
}

/**
 * The three-way merge of one text file: its regions, the decision for each, and the result that follows. Immutable: every
 * change returns a new merge that shares the unchanged parts, so old ones can be kept for undo.
 *
 * It starts with {@link begin}, from the regions that the text merger found: one-sided and equal changes applied,
 * conflicts open. A person then decides region by region ({@link choose}, {@link chooseAll}, {@link combine}, {@link
 * combineAll}, {@link takeSuggestion}, {@link takeSuggestions}, {@link reopen}), after a {@link split} or {@link join} where the hunks do not
 * suit, or types ({@link typed}, {@link write}) until it is {@link resolved}; {@link text} is the result. `saved-file-merge.ts` saves
 * and parses it.
 *
 * A view shows {@link shownText} in an editor with "\n" line ends, applies each step's `edit` to it, and reports what is
 * typed there to {@link typed}. Lines count from 0, except in edits, which count like Monaco.
 */
export class FileMerge extends MergeResult {
  /** Starts a merge with one-sided and equal changes applied and all conflicts open. The regions must cover the texts. */
  static begin(texts: MergeTexts, regions: readonly Region[]): FileMerge {
    const source = mergeSource(texts, regions);
    return new FileMerge(
      source,
      StateSequence.of(source.regions.map((region) => mergedState(region, texts))),
    );
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

  /** Resolves a conflict by merging it word by word. Throws a RangeError where that is not certain. */
  combine(index: number): Step {
    const lines = this.combined(index);
    if (lines === undefined) throw new RangeError(`The words of region ${index} cannot be merged.`);
    return this.#put(index, [combinedState(this.states.at(index).region, lines)]);
  }

  /** Merges all open conflicts word by word, except where that is not certain. */
  combineAll(): Step {
    return this.#putOpen((region) => {
      const lines = this.combinedWords(region);
      return lines && combinedState(region, lines);
    });
  }

  /**
   * Splits a hunk in two before a line of a text or of the result; equal lines of the other texts stay on the same side.
   * Both parts keep the hunk's choice or typed lines, and otherwise are as the merge leaves their lines: what only one
   * side changed is applied. Throws a RangeError if the hunk {@link canSplit} not there.
   */
  split(index: number, of: LinesOf, line: number): Step {
    return this.changeTo(this.#with(splitStates(this, index, of, line)));
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
}
