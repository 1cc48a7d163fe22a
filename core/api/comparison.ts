import { commonFolder, parentOf } from "../manifest/innermost-folder.ts";
import { comparePaths, folderEnd, folderStart } from "../manifest/path.ts";
import { compareNames } from "./arrange.ts";
import type { Change } from "./change-of.ts";

/** How many paths were added, modified and removed. */
export type Counts = Record<Change, number>;
/** The type of a changed path; of a removed one, the type it had. */
type EntryType = "file" | "symlink" | "directory";

/** One changed path. A folder is one only where it is empty on the side that has it. */
export interface ChangedPath {
  readonly path: string;
  readonly change: Change;
  readonly type: EntryType;
}

/** A subfolder, with the counts of the changes below it. */
export interface ChangedFolder {
  /** Of the deepest folder that all these changes are in. */
  readonly path: string;
  readonly type: "directory";
  readonly counts: Counts;
}

const CHANGES: readonly Change[] = ["added", "modified", "removed"];
const TYPES: readonly EntryType[] = ["file", "symlink", "directory"];

/**
 * All paths in which two snapshots differ, in the order of their bytes, so that what is below a folder lies together: its
 * counts are the difference of two sums.
 */
export class Comparison {
  readonly #paths: readonly string[];
  /** Of each path, the numbers of its change and its type. */
  readonly #changes: Uint8Array;
  readonly #types: Uint8Array;
  /** How many paths before each were added, modified and removed; one more at the end, for all. */
  readonly #sums: Uint32Array;

  /** Makes one of changes in order. */
  constructor(changed: readonly ChangedPath[]) {
    this.#paths = changed.map(({ path }) => path);
    this.#changes = Uint8Array.from(changed, ({ change }) => CHANGES.indexOf(change));
    this.#types = Uint8Array.from(changed, ({ type }) => TYPES.indexOf(type));
    this.#sums = new Uint32Array((changed.length + 1) * CHANGES.length);
    for (const [at, number] of this.#changes.entries()) {
      const sum = at * CHANGES.length;
      this.#sums.copyWithin(sum + CHANGES.length, sum, sum + CHANGES.length);
      this.#sums[sum + CHANGES.length + number] = (this.#sums[sum + number] ?? 0) + 1;
    }
  }

  get length(): number {
    return this.#paths.length;
  }

  /** Counts the paths from one index up to but not including another. */
  counts(from = 0, to = this.length): Counts {
    const count = (number: number) => this.#sum(to, number) - this.#sum(from, number);
    return { added: count(0), modified: count(1), removed: count(2) };
  }

  /** Returns the changes from one index up to but not including another. */
  slice(from = 0, to = this.length): ChangedPath[] {
    const changed: ChangedPath[] = [];
    for (let at = from; at < Math.min(to, this.length); at++) changed.push(this.#at(at));
    return changed;
  }

  /** Lists the changed children of a folder (`""`: the root), folders first, each group sorted by name for people. */
  list(folder: string): (ChangedPath | ChangedFolder)[] {
    const start = folderStart(folder);
    const end = folder === "" ? this.length : this.#find(folderEnd(folder));
    const rows: { name: string; row: ChangedPath | ChangedFolder }[] = [];
    for (let at = this.#find(start), next = at; at < end; at = next) {
      const path = this.#path(at);
      const slash = path.indexOf("/", start.length);
      next = slash < 0 ? at + 1 : this.#find(folderEnd(path.slice(0, slash)), at);
      const name = slash < 0 ? path.slice(start.length) : path.slice(start.length, slash);
      rows.push({ name, row: slash < 0 ? this.#at(at) : this.#folder(at, next) });
    }
    const rank = ({ type }: ChangedPath | ChangedFolder) => (type === "directory" ? 0 : 1);
    rows.sort((a, b) => rank(a.row) - rank(b.row) || compareNames(a.name, b.name));
    return rows.map(({ row }) => row);
  }

  #folder(from: number, to: number): ChangedFolder {
    const [first, last] = [this.#path(from), this.#path(to - 1)];
    const path = to - from === 1 ? parentOf(first) : commonFolder(first, last);
    return { path, type: "directory", counts: this.counts(from, to) };
  }

  #path(at: number): string {
    return this.#paths[at] ?? "";
  }

  #at(at: number): ChangedPath {
    const change = CHANGES[this.#changes[at] ?? 0] ?? "modified";
    return { path: this.#path(at), change, type: TYPES[this.#types[at] ?? 0] ?? "file" };
  }

  #sum(at: number, number: number): number {
    return this.#sums[at * CHANGES.length + number] ?? 0;
  }

  /** Returns the index of the first path, not before `from`, that is not less than `key`. */
  #find(key: string, from = 0): number {
    let [low, high] = [from, this.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (comparePaths(this.#path(middle), key) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
