import type { Entry } from "../manifest/entry.ts";
import { entryType } from "../manifest/entry.ts";
import { folderStart } from "../manifest/path.ts";
import type { Draft } from "./draft.ts";
import { invalid, isAFolder, notAFolder } from "./mount-errors.ts";

/** Entries by path relative to a folder, in the order of the paths' bytes. The path `""` stands for the folder itself. */
export type RelativeEntries = readonly (readonly [path: string, entry: Entry])[];

/**
 * Replaces everything at a path (`""`: the root) by the given entries; without entries the path is removed. Throws
 * `ENOTDIR` if a file or a link is in the place of a folder above it, `EINVAL`.
 */
export async function replaceWith(draft: Draft, path: string, entries: RelativeEntries): Promise<void> {
  if (path === "" && entries.some(([below]) => below === ""))
    throw invalid("A file cannot take the place of a whole mount.", "Name a path for the file.", { path });
  // `put` would replace a file above the path by a folder.
  await requireFolders(draft, path, new Set());
  const there = path === "" ? (await draft.view.list("")).map(({ name }) => name) : [path];
  for (const each of there) if ((await draft.view.at(each)) !== undefined) await draft.remove(each);
  for (const [below, entry] of entries) await draft.put(joined(path, below), entry);
}

/**
 * Adds entries to a folder: files replace files, folders are merged. Throws `EISDIR` for a file in the place of a folder,
 * `ENOTDIR` for the reverse, `EINVAL`.
 */
export async function addTo(draft: Draft, folder: string, entries: RelativeEntries): Promise<void> {
  const checked = new Set<string>();
  for (const [below, entry] of entries) {
    const path = joined(folder, below);
    await requireFolders(draft, path, checked);
    const there = await draft.view.at(path);
    const isFolder = entryType(entry) === "directory";
    if (there !== undefined && entryType(there) === "directory") {
      if (isFolder) continue;
      throw isAFolder(path, "Rename what you add or what is there.");
    }
    if (there !== undefined && isFolder) throw notAFolder(path);
    await draft.put(path, entry);
  }
}

/** Throws unless everything above a path is a folder or missing. */
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
