import type { Entry } from "../manifest/entry.ts";
import { entryType } from "../manifest/entry.ts";
import { folderStart } from "../manifest/path.ts";
import type { Draft } from "./draft.ts";
import { invalid, isAFolder, notAFolder } from "./mount-errors.ts";

/** What is put below a path, relative to it, in the order of the paths' bytes; `""` is what is put at the path itself. */
export type Grafted = readonly (readonly [path: string, entry: Entry])[];

/**
 * Has a path (`""`: the root) be just what is given: nothing given, nothing there. Throws `ENOTDIR` where a file or a link is in
 * the place of a folder above it, `EINVAL`.
 */
export async function replaceWith(draft: Draft, path: string, entries: Grafted): Promise<void> {
  if (path === "" && entries.some(([below]) => below === ""))
    throw invalid("All of a mount cannot be a file.", "Name the path that is to be that file.", { path });
  // Putting would have what is above be a folder, and a file there be lost.
  await requireFolders(draft, path, new Set());
  const there = path === "" ? (await draft.view.list("")).map(({ name }) => name) : [path];
  for (const each of there) if ((await draft.view.at(each)) !== undefined) await draft.remove(each);
  for (const [below, entry] of entries) await draft.put(joined(path, below), entry);
}

/**
 * Adds what is given to a folder: files take the place of files, folders are added to. Throws `EISDIR` for a file in the place
 * of a folder, `ENOTDIR` for the reverse, `EINVAL`.
 */
export async function addTo(draft: Draft, folder: string, entries: Grafted): Promise<void> {
  const checked = new Set<string>();
  for (const [below, entry] of entries) {
    const path = joined(folder, below);
    await requireFolders(draft, path, checked);
    const there = await draft.view.at(path);
    const isFolder = entryType(entry) === "directory";
    if (there !== undefined && entryType(there) === "directory") {
      if (isFolder) continue;
      throw isAFolder(path, "Rename what you add, or what is there.");
    }
    if (there !== undefined && isFolder) throw notAFolder(path);
    await draft.put(path, entry);
  }
}

/** Makes sure that what is above a path is folders, or nothing. */
async function requireFolders(draft: Draft, path: string, checked: Set<string>): Promise<void> {
  for (let slash = path.indexOf("/"); slash >= 0; slash = path.indexOf("/", slash + 1)) {
    const above = path.slice(0, slash);
    if (checked.has(above)) continue;
    const entry = await draft.view.entry(above);
    if (entry !== undefined && entryType(entry) !== "directory") throw notAFolder(above);
    checked.add(above);
  }
}

function joined(path: string, below: string): string {
  return below === "" ? path : folderStart(path) + below;
}
