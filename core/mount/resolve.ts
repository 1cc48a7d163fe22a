import { type Entry, entryType } from "../manifest/entry.ts";
import { parentOf } from "../manifest/innermost-folder.ts";
import { folderStart } from "../manifest/path.ts";
import { leadsOut, noFolderFor, notAFolder, nothingAt, tooManyLinks } from "./mount-errors.ts";
import type { View } from "./view.ts";

/** A path on which no link is left to follow, and what is there: nothing, in a folder that is there. */
export interface Resolved {
  readonly path: string;
  readonly entry: Entry | undefined;
}

/** A path on which no link is left to follow, and what is there. */
export interface Found extends Resolved {
  readonly entry: Entry;
}

/** How many links are followed on the way to one path, as on Linux. */
const MOST_LINKS = 40;

/**
 * Follows the links on the way to a path, and one at its end unless only the way is to be followed (`"way"`). Links lead
 * anywhere within the mount, never to the disk.
 *
 * Throws `ENOENT` where the folder that it is in is not there or a link leads out of the mount, `ENOTDIR` for a path below a
 * file, and `ELOOP`.
 */
export async function resolve(view: View, path: string, follow: "all" | "way"): Promise<Resolved> {
  return await new Way(view, path).go(path, follow);
}

/** Resolves a path as {@link resolve} does, where there must be something. Throws as it does, and `ENOENT`. */
export async function find(view: View, path: string, follow: "all" | "way"): Promise<Found> {
  const { path: real, entry } = await resolve(view, path, follow);
  if (entry === undefined) throw nothingAt(path);
  return { path: real, entry };
}

/** Follows the links on the way to one path. */
class Way {
  readonly #view: View;
  /** The path that was asked for, to be named in errors. */
  readonly #asked: string;
  #links = 0;

  constructor(view: View, asked: string) {
    this.#view = view;
    this.#asked = asked;
  }

  async go(path: string, follow: "all" | "way"): Promise<Resolved> {
    const entry = await this.#view.at(path);
    // What is there is below folders only: of a path with something at its end no part is a link.
    if (entry !== undefined) {
      return entry.symlink === null || follow === "way"
        ? { path, entry }
        : await this.#through(path, entry.symlink);
    }
    const folder = await this.go(parentOf(path), "all");
    if (folder.entry === undefined) throw noFolderFor(this.#asked);
    if (entryType(folder.entry) !== "directory") throw notAFolder(folder.path);
    const real = folderStart(folder.path) + path.slice(path.lastIndexOf("/") + 1);
    return real === path ? { path, entry } : await this.go(real, follow);
  }

  /** Goes where a link leads, part by part: `..` is the folder above where the parts before it led. */
  async #through(link: string, target: string): Promise<Resolved> {
    this.#links += 1;
    if (this.#links > MOST_LINKS) throw tooManyLinks(this.#asked);
    if (target === "" || target.startsWith("/")) throw leadsOut(link, target);
    let at: Resolved = { path: parentOf(link), entry: await this.#view.at(parentOf(link)) };
    for (const part of target.split("/")) {
      if (at.entry === undefined) throw nothingAt(this.#asked);
      if (entryType(at.entry) !== "directory") throw notAFolder(at.path);
      if (part === "" || part === ".") continue;
      if (part !== "..") {
        at = await this.go(folderStart(at.path) + part, "all");
        continue;
      }
      if (at.path === "") throw leadsOut(link, target);
      const above = parentOf(at.path);
      at = { path: above, entry: await this.#view.at(above) };
    }
    return at;
  }
}
