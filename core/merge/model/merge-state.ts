// @browser-safe
import type { ObjectId } from "../../ids.ts";
import type { FileMerge } from "./file-merge.ts";

/** A side of a merge, or what both came from. */
export type Side = "base" | "ours" | "theirs";

/** A path, and which sides have a file there. */
export interface ConflictedPath {
  readonly path: string;
  readonly has: Readonly<Record<Side, boolean>>;
}

/** A path that the merge could not decide. */
export interface ConflictedFile extends ConflictedPath {
  /** Of what the sides moved in ways that do not go together, the other paths, which are decided with this one. */
  readonly others?: readonly ConflictedPath[];
}

/** What is decided for a file. A side that has nothing there means that the path is deleted. */
export type FileDecision =
  | { readonly take: "undecided" | Side | "delete" | "text" }
  | { readonly take: "content"; readonly id: ObjectId };

/** A file and what is decided for it. Immutable. */
export interface FileState {
  readonly file: ConflictedFile;
  readonly decision: FileDecision;
  /** The merge of its text as far as it has come, whether or not it is what is taken; null before it was begun. */
  readonly text: FileMerge | null;
}

/** What completing the merge has to do at a path. */
export type PathResult =
  | { readonly path: string; readonly put: "side"; readonly side: Side }
  | { readonly path: string; readonly put: "nothing" }
  | { readonly path: string; readonly put: "text"; readonly text: string }
  | { readonly path: string; readonly put: "content"; readonly id: ObjectId };

/**
 * Keeps what is decided for the conflicted files of a merge, in their order. Immutable; every change gives another one. Paths
 * that are not among the files are the caller's defect (a RangeError).
 */
export class MergeState {
  readonly files: readonly FileState[];
  readonly #places: ReadonlyMap<string, number>;

  private constructor(files: readonly FileState[], places: ReadonlyMap<string, number>) {
    this.files = files;
    this.#places = places;
  }

  /** Begins with nothing decided. Each path comes once. */
  static begin(files: readonly ConflictedFile[]): MergeState {
    return MergeState.of(files.map((file) => ({ file, decision: { take: "undecided" }, text: null })));
  }

  /** Keeps these states. Each path comes once; where the text is taken there is one. */
  static of(files: readonly FileState[]): MergeState {
    return new MergeState(files, new Map(files.map(({ file: { path } }, place) => [path, place])));
  }

  /** Gives a file's state. */
  file(path: string): FileState {
    const state = this.files[this.#placeOf(path)];
    if (state === undefined) throw new RangeError(`There is no conflict at ${path}.`);
    return state;
  }

  /** How many files there are, and how many of them are decided. */
  get counts(): { readonly files: number; readonly decided: number } {
    return { files: this.files.length, decided: this.files.filter(isDecided).length };
  }

  /** Whether every file is decided. */
  get complete(): boolean {
    return this.files.every(isDecided);
  }

  /** Decides a file, or leaves it undecided again. To take its text, that must have been begun (a RangeError). */
  decide(path: string, decision: FileDecision): MergeState {
    const state = this.file(path);
    if (decision.take === "text" && state.text === null) throw new RangeError(`${path} has no text yet.`);
    return this.#with(new Map([[path, { ...state, decision }]]));
  }

  /** Takes a side, or nothing, for all undecided files, for all files, or for the named ones. Their texts are kept. */
  decideAll(take: Side | "delete", which: "undecided" | "all" | readonly string[]): MergeState {
    const chosen =
      typeof which === "string"
        ? this.files.filter((state) => which === "all" || !isDecided(state))
        : which.map((path) => this.file(path));
    return this.#with(new Map(chosen.map((state) => [state.file.path, { ...state, decision: { take } }])));
  }

  /** Keeps the merge of a file's text, which is then what is taken. */
  withText(path: string, text: FileMerge): MergeState {
    return this.#with(new Map([[path, { ...this.file(path), decision: { take: "text" }, text }]]));
  }

  /** Gives what there is to do at each path, other paths after their file's; undefined while a file is undecided. */
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

/** Tells whether a file is decided: a text is when it has no open conflict. */
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

/** A side that is taken is taken at all paths of a file; a text or another content is what is left of the file. */
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
