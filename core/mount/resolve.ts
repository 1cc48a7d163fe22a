import { type Entry, entryType } from "../manifest/entry.ts";
import { parentOf } from "../manifest/innermost-folder.ts";
import { folderStart } from "../manifest/path.ts";
import { leadsOut, noFolderFor, notAFolder, nothingAt, tooManyLinks } from "./mount-errors.ts";
import type { View } from "./view.ts";

/** A path without links to follow and its entry; undefined if nothing is there yet, in an existing folder. */
export interface Resolved {
  readonly path: string;
  readonly entry: Entry | undefined;
}

/** A path without links to follow and its entry. */
export interface Found extends Resolved {
  readonly entry: Entry;
}

/** Maximum number of links followed for one path, as on Linux. */
const MAX_LINKS = 40;

/**
 * Follows the links on a path: those among its parents, and with `"all"` also one at its end. Links lead anywhere within
 * the mount, never to the disk.
 *
 * Throws `ENOENT` if the path's folder does not exist or a link leads out of the mount, `ENOTDIR` for a path below a
 * file, `ELOOP`.
 */
export async function resolve(view: View, path: string, follow: "all" | "parents"): Promise<Resolved> {
  return await new LinkFollower(view, path).follow(path, follow);
}

/** Resolves a path as {@link resolve} does; something must be there. Throws as it does, and `ENOENT`. */
export async function find(view: View, path: string, follow: "all" | "parents"): Promise<Found> {
  const { path: real, entry } = await resolve(view, path, follow);
  if (entry === undefined) throw nothingAt(path);
  return { path: real, entry };
}

/** Follows the links on one path. */
class LinkFollower {
  readonly #view: View;
  /** The requested path, for errors. */
  readonly #requested: string;
  #links = 0;

  constructor(view: View, requested: string) {
    this.#view = view;
    this.#requested = requested;
  }

  async follow(path: string, follow: "all" | "parents"): Promise<Resolved> {
    const entry = await this.#view.at(path);
    // A path with an entry has only folders above it, so none of its parts is a link.
    if (entry !== undefined) {
      return entry.symlink === null || follow === "parents"
        ? { path, entry }
        : await this.#through(path, entry.symlink);
    }
    const folder = await this.follow(parentOf(path), "all");
    if (folder.entry === undefined) throw noFolderFor(this.#requested);
    if (entryType(folder.entry) !== "directory") throw notAFolder(folder.path);
    const real = folderStart(folder.path) + path.slice(path.lastIndexOf("/") + 1);
    return real === path ? { path, entry } : await this.follow(real, follow);
  }

  /** Follows a link's target part by part; `..` is the parent of where the parts before it led. */
  async #through(link: string, target: string): Promise<Resolved> {
    this.#links += 1;
    if (this.#links > MAX_LINKS) throw tooManyLinks(this.#requested);
    if (target === "" || target.startsWith("/")) throw leadsOut(link, target);
    let at: Resolved = { path: parentOf(link), entry: await this.#view.at(parentOf(link)) };
    for (const part of target.split("/")) {
      if (at.entry === undefined) throw nothingAt(this.#requested);
      if (entryType(at.entry) !== "directory") throw notAFolder(at.path);
      if (part === "" || part === ".") continue;
      if (part !== "..") {
        at = await this.follow(folderStart(at.path) + part, "all");
        continue;
      }
      if (at.path === "") throw leadsOut(link, target);
      const above = parentOf(at.path);
      at = { path: above, entry: await this.#view.at(above) };
    }
    return at;
  }
}
