import type { FileMerge } from "../../../core/merge/model/file-merge.ts";
import type { TextEdit } from "../../../core/merge/model/text-edit.ts";

/** A state of a merge to go back or forward to, with the region that was at hand. */
export interface PastState {
  readonly merge: FileMerge;
  readonly current: number;
}

/** A place in the result, in rows and columns from 1. */
interface Place {
  readonly line: number;
  readonly column: number;
}

/**
 * The undo and redo of one merge: choices and typed text together, in the order in which they were made. What is typed in
 * one go is one step.
 */
export class MergeHistory {
  #past: PastState[] = [];
  #future: PastState[] = [];
  /** Where typing would go on; undefined after anything else. */
  #typing: Place | undefined;

  get canUndo(): boolean {
    return this.#past.length > 0;
  }

  get canRedo(): boolean {
    return this.#future.length > 0;
  }

  /** Notes the state before a step. */
  step(before: PastState): void {
    this.#typing = undefined;
    this.#past.push(before);
    this.#future = [];
  }

  /** Notes the state before something is typed. */
  type(before: PastState, edits: readonly TextEdit[]): void {
    const goesOn = this.#typing !== undefined && continues(edits, this.#typing);
    if (!goesOn) this.step(before);
    this.#future = [];
    this.#typing = endOf(edits);
  }

  /** Returns the state to go back to from this one. */
  undo(now: PastState): PastState | undefined {
    return this.#move(this.#past, this.#future, now);
  }

  /** Returns the state to go forward to from this one. */
  redo(now: PastState): PastState | undefined {
    return this.#move(this.#future, this.#past, now);
  }

  clear(): void {
    this.#past = [];
    this.#future = [];
    this.#typing = undefined;
  }

  #move(from: PastState[], to: PastState[], now: PastState): PastState | undefined {
    const state = from.pop();
    if (state !== undefined) to.push(now);
    this.#typing = undefined;
    return state;
  }
}

/** Whether an edit adds to what was typed last, or deletes the character before it. */
function continues([edit, ...more]: readonly TextEdit[], { line, column }: Place): boolean {
  if (edit === undefined || more.length > 0 || edit.text.includes("\n")) return false;
  const { startLineNumber, startColumn, endLineNumber, endColumn } = edit.range;
  if (startLineNumber !== line || endLineNumber !== line || endColumn !== column) return false;
  return edit.text === "" ? endColumn - startColumn === 1 : startColumn === endColumn;
}

function endOf([edit, ...more]: readonly TextEdit[]): Place | undefined {
  if (edit === undefined || more.length > 0 || edit.text.includes("\n")) return undefined;
  const { startLineNumber, startColumn } = edit.range;
  return { line: startLineNumber, column: startColumn + edit.text.length };
}
