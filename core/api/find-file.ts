import { StrataError } from "../errors.ts";
import { type Entry, entryType } from "../manifest/entry.ts";
import type { Repository } from "../repository/repository.ts";
import { isEntry } from "./listing.ts";
import { type Location, locate } from "./locate.ts";

/** A file or a link in a snapshot. */
export interface FoundEntry extends Location {
  readonly entry: Entry;
}

/** Finds a file or a link. Throws as {@link locate} does, `ENOENT`, and `EISDIR` for a folder. */
export async function findFileOrLink(repository: Repository, ref: string): Promise<FoundEntry> {
  const { id, path } = await locate(repository, ref);
  const found = await repository.stat(id, path);
  if (isEntry(found)) return { id, path, entry: found };
  throw new StrataError(
    "EISDIR",
    path === "" ? "A snapshot's root is a folder." : `${JSON.stringify(path)} is a folder.`,
    {
      hint: "Name a file in it, as in photos:2024/list.txt; `strata tree` lists them.",
      data: { id, path },
    },
  );
}

/** Finds a file. Throws as {@link findFileOrLink} does, and `EINVAL` for a link. */
export async function findFile(repository: Repository, ref: string): Promise<FoundEntry> {
  const found = await findFileOrLink(repository, ref);
  const { id, path, entry } = found;
  if (entryType(entry) === "file") return found;
  throw new StrataError(
    "EINVAL",
    `${JSON.stringify(path)} is a link to ${JSON.stringify(entry.symlink)}, and has no content.`,
    {
      hint: "Links are not followed: where it leads may lie outside the snapshot.",
      data: { id, path, target: entry.symlink },
    },
  );
}
