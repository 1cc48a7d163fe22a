// @browser-safe
import type { ObjectId } from "../../ids.ts";
import type { FileMerge } from "./file-merge.ts";

/** A side of a merge, or the base. */
export type Side = "base" | "ours" | "theirs";

/** A path, and which sides have a file there. */
export interface ConflictedPath {
  readonly path: string;
  readonly has: Readonly<Record<Side, boolean>>;
}

/** A path that the merge could not decide. */
export interface ConflictedFile extends ConflictedPath {
  /** The other paths of a file that the sides moved to different places; they are decided together with this one. */
  readonly others?: readonly ConflictedPath[];
}

/** The decision for a file. Taking a side without a file there deletes the path. */
export type FileDecision =
  | { readonly take: "undecided" | Side | "delete" | "text" }
  | { readonly take: "content"; readonly id: ObjectId };

/** A conflicted file and its decision. Immutable. */
export interface FileState {
  readonly file: ConflictedFile;
  readonly decision: FileDecision;
  /** The merge of its text, kept even while something else is taken; null until it is started. */
  readonly text: FileMerge | null;
}

/** The effect of completing the merge at one path. */
export type PathResult =
  | { readonly path: string; readonly put: "side"; readonly side: Side }
  | { readonly path: string; readonly put: "nothing" }
  | { readonly path: string; readonly put: "text"; readonly text: string }
  | { readonly path: string; readonly put: "content"; readonly id: ObjectId };

/**
 * The decisions for all conflicted files of a merge, in order. Immutable: every change returns a new state that shares
 * the unchanged files.
 *
 * It starts with {@link begin} and every file undecided. A person takes a side ({@link decide}, {@link decideAll}) or
 * merges a text file's regions in a {@link FileMerge}, which {@link withText} stores and takes. Once {@link complete},
 * {@link results} lists what the merged snapshot gets at each path. `saved-merge.ts` saves and parses it, so that a merge
 * can be continued later.
 *
 * An unknown path is the caller's bug (a RangeError).
 */
export class MergeState {
  readonly files: readonly FileState[];
  readonly #places: ReadonlyMap<string, number>;

  private constructor(files: readonly FileState[], places: ReadonlyMap<string, number>) {
    this.files = files;
    this.#places = places;
  }

  /** Starts with every file undecided. Each path must occur once. */
  static begin(files: readonly ConflictedFile[]): MergeState {
    return MergeState.of(files.map((file) => ({ file, decision: { take: "undecided" }, text: null })));
  }

  /** Returns a state of these files. Each path must occur once; a file whose text is taken must have one. */
  static of(files: readonly FileState[]): MergeState {
    return new MergeState(files, new Map(files.map(({ file: { path } }, place) => [path, place])));
  }

  /** Returns a file's state. */
  file(path: string): FileState {
    const state = this.files[this.#placeOf(path)];
    if (state === undefined) throw new RangeError(`There is no conflict at ${path}.`);
    return state;
  }

  /** The number of files and of decided files. */
  get counts(): { readonly files: number; readonly decided: number } {
    return { files: this.files.length, decided: this.files.filter(isDecided).length };
  }

  /** Whether every file is decided. */
  get complete(): boolean {
    return this.files.every(isDecided);
  }

  /** Sets a file's decision, which may be undecided again. Throws a RangeError for taking a text that was not started. */
  decide(path: string, decision: FileDecision): MergeState {
    const state = this.file(path);
    if (decision.take === "text" && state.text === null) throw new RangeError(`${path} has no text yet.`);
    return this.#with(new Map([[path, { ...state, decision }]]));
  }

  /** Takes a side, or deletes, for all undecided files, all files or the named ones. Their texts are kept. */
  decideAll(take: Side | "delete", which: "undecided" | "all" | readonly string[]): MergeState {
    const chosen =
      typeof which === "string"
        ? this.files.filter((state) => which === "all" || !isDecided(state))
        : which.map((path) => this.file(path));
    return this.#with(new Map(chosen.map((state) => [state.file.path, { ...state, decision: { take } }])));
  }

  /** Stores the merge of a file's text and takes it. */
  withText(path: string, text: FileMerge): MergeState {
    return this.#with(new Map([[path, { ...this.file(path), decision: { take: "text" }, text }]]));
  }

  /** Returns the effect at each path, a file's other paths after its own; undefined while a file is undecided. */
  results(): PathResult[] | undefined {
    const results = this.files.map(resultOf);
    if (!results.every((result) => result !== undefined)) return undefined;
    return results.flatMap((result, at) => [result, ...resultsElsewhere(this.files[at])]);
  }

  #with(changed: ReadonlyMap<string, FileState>): MergeState {
    const files = [...this.files];
    for (const [path, state] of changed) files[this.#placeOf(path)] = state;
    return new MergeState(files, this.#places);
  }

  #placeOf(path: string): number {
    return this.#places.get(path) ?? -1;
  }
}

/** Returns whether a file is decided; a text is once all its conflicts are resolved. */
export function isDecided({ decision, text }: FileState): boolean {
  return decision.take === "text" ? text?.resolved === true : decision.take !== "undecided";
}

function resultOf(state: FileState): PathResult | undefined {
  const { file, decision, text } = state;
  const { path } = file;
  if (!isDecided(state)) return undefined;
  switch (decision.take) {
    case "undecided":
      return undefined;
    case "delete":
      return { path, put: "nothing" };
    case "content":
      return { path, put: "content", id: decision.id };
    case "text":
      return text === null ? undefined : { path, put: "text", text: text.text() };
    default:
      return sideOf(file, decision.take);
  }
}

/** A side is taken at all paths of a file. With a text or other content, the file's other paths are deleted. */
function resultsElsewhere(state: FileState | undefined): PathResult[] {
  const { file: { others = [] } = {}, decision } = state ?? {};
  return others.map((each): PathResult => {
    switch (decision?.take) {
      case "base":
      case "ours":
      case "theirs":
        return sideOf(each, decision.take);
      default:
        return { path: each.path, put: "nothing" };
    }
  });
}

function sideOf({ path, has }: ConflictedPath, side: Side): PathResult {
  return has[side] ? { path, put: "side", side } : { path, put: "nothing" };
}
