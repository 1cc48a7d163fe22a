import type { FileMerge, Step } from "../../../core/merge/model/file-merge.ts";
import type { LinesOf } from "../../../core/merge/model/merge-result.ts";
import type { MergeTexts } from "../../../core/merge/model/merge-source.ts";
import type { Choice } from "../../../core/merge/model/region-state.ts";
import { stepBetween, withEqualStates } from "../../../core/merge/model/step-between.ts";
import type { TextEdit } from "../../../core/merge/model/text-edit.ts";
import { asAppError } from "../../api/bridge.ts";
import { MergeHistory, type PastState } from "./history.ts";
import { SaveQueue, type SaveState } from "./save-queue.ts";
import type { LoadedText, TextStore } from "./text-store.ts";

/** A change of the merge. */
export interface MergeChange {
  readonly before: FileMerge;
  readonly after: FileMerge;
  /** The edit that an editor still has to make; null for what was typed there. */
  readonly edit: TextEdit | null;
}

/** What a view shows of a session. A new object after each change. */
export interface SessionView {
  readonly merge: FileMerge;
  /** The region at hand. */
  readonly current: number;
  readonly save: SaveState;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
}

/** Typed text is saved this long after the first key that is not saved, in ms. */
const TYPING = 300;

/**
 * The merge of an open file: what a person does to it, and the saving of that. Choices are saved at once and typed text
 * within {@link TYPING} ms, one after the other; what cannot be saved is tried again, and stays until then.
 */
export class FileSession {
  readonly #store: TextStore;
  readonly #history = new MergeHistory();
  readonly #queue: SaveQueue;
  readonly #changed = new Set<(change: MergeChange) => void>();
  readonly #viewers = new Set<() => void>();
  #merge: FileMerge;
  /** The merge as the store has it. */
  #stored: FileMerge;
  #revision: number;
  #current: number;
  #view: SessionView;

  constructor({ merge, revision }: LoadedText, store: TextStore) {
    this.#store = store;
    this.#merge = merge;
    this.#stored = merge;
    this.#revision = revision;
    this.#current = merge.nextOpen(-1) ?? merge.nextHunk(-1) ?? 0;
    this.#queue = new SaveQueue({ save: () => this.#save(), onState: () => this.#tell() });
    this.#view = this.#look();
  }

  get merge(): FileMerge {
    return this.#merge;
  }

  get view(): SessionView {
    return this.#view;
  }

  /** Calls a listener after each change of the {@link view}. Returns a function that stops it. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#viewers.add(listener);
    return () => void this.#viewers.delete(listener);
  };

  /** Calls a listener for each change of the merge, before viewers are told. Returns a function that stops it. */
  onChange(listener: (change: MergeChange) => void): () => void {
    this.#changed.add(listener);
    return () => void this.#changed.delete(listener);
  }

  /** Makes a region the one at hand. */
  goTo(index: number): void {
    if (index === this.#current || index < 0 || index >= this.#merge.regionCount) return;
    this.#current = index;
    this.#tell();
  }

  /** Decides the region at hand; with `advance`, the next open one is at hand then. */
  choose(choice: Choice, advance: boolean): void {
    this.#step(this.#merge.choose(this.#current, choice), advance);
  }

  combine(advance: boolean): void {
    this.#step(this.#merge.combine(this.#current), advance);
  }

  /** Combines the words of all open regions where that is certain. */
  combineAll(): void {
    this.#step(this.#merge.combineAll(), false);
  }

  takeSuggestion(advance: boolean): void {
    this.#step(this.#merge.takeSuggestion(this.#current), advance);
  }

  takeSuggestions(): void {
    this.#step(this.#merge.takeSuggestions(), false);
  }

  reopen(): void {
    this.#step(this.#merge.reopen(this.#current), false);
  }

  /** Splits the region at hand before a line. */
  split(of: LinesOf, line: number): void {
    this.#step(this.#merge.split(this.#current, of, line), false);
    // A first part that nobody changed is no hunk.
    if (this.#merge.region(this.#current).region.kind === "unchanged") {
      this.goTo(this.#merge.nextHunk(this.#current) ?? this.#current);
    }
  }

  /** Joins the region at hand with the next hunk. */
  join(): void {
    this.#step(this.#merge.join(this.#current), false);
  }

  /** Takes what was typed in the editor. */
  typed(edits: readonly TextEdit[]): void {
    const before = this.#merge;
    const after = before.typed(edits);
    if (after === before) return;
    this.#history.type(this.#past(), edits);
    const line = edits[0]?.range.startLineNumber ?? 1;
    const at = firstChange(before, after);
    this.#current = at ?? after.indexOf("result", line - 1);
    this.#put({ before, after, edit: null });
    this.#queue.schedule(TYPING);
  }

  undo(): void {
    this.#goBack(this.#history.undo(this.#past()));
  }

  redo(): void {
    this.#goBack(this.#history.redo(this.#past()));
  }

  /** Saves what is not saved. Throws if it cannot. */
  async requireSaved(): Promise<void> {
    await this.#queue.flush();
    if (this.#queue.state.is === "failed") throw this.#queue.state.error;
  }

  /** Saves what is not saved, as far as that works. */
  flush(): Promise<void> {
    return this.#isSaved ? Promise.resolve() : this.#queue.flush();
  }

  /** Loads the merge again if somebody else changed it since; keeps what is not saved, where it fits. */
  async follow(revision: number): Promise<void> {
    if (revision > this.#revision && this.#queue.state.is !== "saving") await this.#reload();
  }

  get #isSaved(): boolean {
    return this.#merge === this.#stored;
  }

  #step({ merge, edit }: Step, advance: boolean): void {
    const before = this.#merge;
    const past = this.#past();
    this.#history.step(past);
    this.#current = Math.min(this.#current, merge.regionCount - 1);
    this.#put({ before, after: merge, edit });
    if (advance) this.goTo(merge.nextOpen(this.#current) ?? this.#current);
    this.#queue.schedule(0);
  }

  #goBack(state: PastState | undefined): void {
    if (state === undefined) return;
    const before = this.#merge;
    const { edit } = before.changeTo(state.merge);
    this.#current = state.current;
    this.#put({ before, after: state.merge, edit });
    this.#queue.schedule(0);
  }

  #past(): PastState {
    return { merge: this.#merge, current: this.#current };
  }

  /** Saves the difference to what the store has. */
  async #save(): Promise<boolean> {
    const merge = this.#merge;
    const step = stepBetween(this.#stored, merge);
    if (step.length === 0) {
      this.#stored = merge;
      return false;
    }
    try {
      const before = this.#revision;
      this.#revision = await this.#store.step(step, this.#stored);
      this.#stored = merge;
      // Each step counts one: somebody else took some in between.
      if (this.#revision > before + 1) await this.#reload();
    } catch (thrown) {
      const error = asAppError(thrown);
      if (error.code !== "StaleStep") throw error;
      await this.#reload();
    }
    return true;
  }

  /** Takes the merge as the store has it, and what is not saved yet on top. */
  async #reload(): Promise<void> {
    const loaded = await this.#store.load();
    const before = this.#merge;
    if (!hasSameTexts(loaded.merge.source.texts, before.source.texts)) {
      // A side moved and was merged in: this is the merge of texts that are gone.
      this.#stored = before;
      return;
    }
    const stored = withEqualStates(loaded.merge, before);
    const own = this.#isSaved ? stored : this.#store.apply(stored, stepBetween(this.#stored, before));
    const after = withEqualStates(own, before);
    this.#stored = stored;
    this.#revision = loaded.revision;
    // Going back to a state of before would undo what somebody else did.
    this.#history.clear();
    this.#current = Math.min(this.#current, after.regionCount - 1);
    this.#put({ before, after, edit: before.changeTo(after).edit });
    if (stepBetween(stored, after).length > 0) this.#queue.schedule(0);
    else this.#stored = after;
  }

  #put(change: MergeChange): void {
    this.#merge = change.after;
    for (const listener of this.#changed) listener(change);
    this.#tell();
  }

  #tell(): void {
    this.#view = this.#look();
    for (const viewer of this.#viewers) viewer();
  }

  #look(): SessionView {
    return {
      merge: this.#merge,
      current: this.#current,
      save: this.#queue.state,
      canUndo: this.#history.canUndo,
      canRedo: this.#history.canRedo,
    };
  }
}

/** Returns whether two merges have the same lines in each text. */
function hasSameTexts(one: MergeTexts, other: MergeTexts): boolean {
  return (["base", "ours", "theirs"] as const).every((text) => {
    const [a, b] = [one[text], other[text]];
    return a.length === b.length && a.every((line, at) => line === b[at]);
  });
}

/** Returns the first region that typing changed. */
function firstChange(before: FileMerge, after: FileMerge): number | undefined {
  for (let index = 0; index < after.regionCount; index++) {
    if (before.states.at(index) !== after.states.at(index)) return index;
  }
  return undefined;
}
