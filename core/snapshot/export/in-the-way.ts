import { lstatSync } from "node:fs";
import { StrataError } from "../../errors.ts";
import { type Entry, entryType } from "../../manifest/entry.ts";
import type { TimeSlice } from "../../time-slice.ts";
import type { Names } from "./names.ts";
import type { Comparison } from "./same-content.ts";
import { skipFor } from "./skip.ts";
import { type Folder, pathIn, splitPath, whyNotFolder } from "./target-folders.ts";

/** Maximum number of paths in the error. */
const SHOWN = 20;

/** The thing at a folder's path: a folder, nothing, or something else in its way. */
type Place = Folder | "absent" | { readonly blockedBy: string };

/** Looks at what a target has at the paths of a snapshot. Changes nothing. */
export class Inspection {
  readonly #root: Folder;
  readonly #names: Names;
  readonly #comparison: Comparison;
  readonly #slice: TimeSlice;
  readonly #places = new Map<string, Place>();

  constructor(root: Folder, names: Names, comparison: Comparison, slice: TimeSlice) {
    this.#root = root;
    this.#names = names;
    this.#comparison = comparison;
    this.#slice = slice;
    this.#places.set("", root);
  }

  /**
   * Returns the paths at which the target has the same entry. Throws `FilesInTheWay` if it has something else at any
   * path, and `Cancelled`.
   */
  async findSame(entries: AsyncIterable<readonly [path: string, entry: Entry]>): Promise<Set<string>> {
    const same = new Set<string>();
    const inTheWay = new Set<string>();
    for await (const [path, entry] of entries) {
      await this.#slice.step();
      if (this.#names.claim(path) !== undefined) continue;
      const found = await this.#look(path, entry);
      if (found === "same") same.add(path);
      else if (found !== "absent") inTheWay.add(found.blockedBy);
    }
    if (inTheWay.size > 0) throw filesInTheWay(this.#root.path, inTheWay);
    return same;
  }

  async #look(path: string, entry: Entry): Promise<"same" | "absent" | { readonly blockedBy: string }> {
    try {
      const isFolder = entryType(entry) === "directory";
      const [above, name] = isFolder ? [path, ""] : splitPath(path);
      const folder = this.#place(above);
      if (folder === "absent" || "blockedBy" in folder) return folder;
      return isFolder ? "same" : await this.#lookIn(folder, name, path, entry);
    } catch (thrown) {
      // An entry that cannot be looked at, or whose content is damaged, is skipped later with that reason.
      skipFor(thrown);
      return "absent";
    }
  }

  async #lookIn(folder: Folder, name: string, path: string, entry: Entry) {
    const onDisk = pathIn(folder, name);
    const existing = lstatSync(onDisk, { throwIfNoEntry: false });
    if (existing === undefined) return "absent";
    return (await this.#comparison.isSame(onDisk, existing, entry)) ? "same" : { blockedBy: path };
  }

  #place(path: string): Place {
    let place = this.#places.get(path);
    if (place === undefined) {
      const [above, name] = splitPath(path);
      const parent = this.#place(above);
      place = typeof parent === "object" && "path" in parent ? placeIn(parent, name, path) : parent;
      this.#places.set(path, place);
    }
    return place;
  }
}

function placeIn(parent: Folder, name: string, path: string): Place {
  const onDisk = pathIn(parent, name);
  const existing = lstatSync(onDisk, { throwIfNoEntry: false });
  if (existing === undefined) return "absent";
  return whyNotFolder(path, existing) === undefined ? { path: onDisk, isNew: false } : { blockedBy: path };
}

function filesInTheWay(target: string, paths: ReadonlySet<string>): StrataError {
  const count = paths.size;
  const [first = ""] = paths;
  const what = count === 1 ? `${JSON.stringify(first)} is` : `${count} files are`;
  return new StrataError(
    "FilesInTheWay",
    `In ${target}, ${what} in the way, with other content; nothing was written.`,
    {
      hint: "Choose an empty folder, or --overwrite never (keep what is there), newer (replace what is older than the snapshot) or always.",
      data: { count, paths: [...paths].slice(0, SHOWN) },
    },
  );
}
