import { StrataError } from "../errors.ts";
import type { ByteRange } from "../manifest/chunk-range.ts";
import { type Entry, entryType } from "../manifest/entry.ts";
import { invalid, isAFolder, notAFolder } from "./mount-errors.ts";
import { find } from "./resolve.ts";
import type { Named, View } from "./view.ts";

/** What is at a path of a mount. There are no times, and folders have no size. */
export interface MountStat {
  readonly type: Named["type"];
  /** The type's bits and nine permission bits, as `st_mode` has them. */
  readonly mode: number;
  /** In bytes; a link's is that of its target. */
  readonly size: number;
}

/** Tells what an entry is. */
export function statOf(entry: Entry): MountStat {
  const size = entry.symlink === null ? entry.size : Buffer.byteLength(entry.symlink);
  return { type: entryType(entry), mode: entry.mode, size };
}

/** Tells whether something is at a path, at the end of all links. */
export async function exists(view: View, path: string): Promise<boolean> {
  try {
    await find(view, path, "all");
    return true;
  } catch (thrown) {
    if (thrown instanceof StrataError && ["ENOENT", "ENOTDIR", "ELOOP"].includes(thrown.code)) return false;
    throw thrown;
  }
}

/** Lists what is directly in a folder. Throws `ENOENT`, `ENOTDIR`, `ELOOP`. */
export async function readFolder(view: View, folder: string): Promise<Named[]> {
  const { path, entry } = await find(view, folder, "all");
  if (entryType(entry) !== "directory") throw notAFolder(folder);
  return await view.list(path);
}

/** Gives where a link leads. Throws `EINVAL` for what is no link, `ENOENT`, `ENOTDIR`, `ELOOP`. */
export async function readLink(view: View, path: string): Promise<string> {
  const { symlink } = (await find(view, path, "way")).entry;
  if (symlink !== null) return symlink;
  throw invalid(`${JSON.stringify(path)} is not a link.`, "Only links have a target.", { path });
}

/** Finds the file whose bytes are to be read. Throws `EISDIR`, `ENOENT`, `ENOTDIR`, `ELOOP`. */
export async function findFile(view: View, path: string): Promise<Entry> {
  const { entry } = await find(view, path, "all");
  if (entryType(entry) === "directory") throw isAFolder(path, "List it, or read a file in it.");
  return entry;
}

/** Checks a range of bytes, and gives it back. Throws `EINVAL`. */
export function parseRange(range: ByteRange): ByteRange {
  const { from, to } = range;
  if (Number.isSafeInteger(from) && from >= 0 && to >= from && (to === Infinity || Number.isSafeInteger(to)))
    return range;
  throw invalid(
    `Not a range of bytes: ${from} to ${to}.`,
    "Count bytes from 0, and end no sooner than begun.",
    {
      from,
      to,
    },
  );
}
