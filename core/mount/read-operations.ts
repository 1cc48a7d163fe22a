import { StrataError } from "../errors.ts";
import type { ByteRange } from "../manifest/chunk-range.ts";
import { type Entry, entryType } from "../manifest/entry.ts";
import { invalid, isAFolder, notAFolder } from "./mount-errors.ts";
import { find } from "./resolve.ts";
import type { FolderItem, View } from "./view.ts";

/** The type, mode and size of what is at a path. Mounts have no times, and folders no size. */
export interface MountStat {
  readonly type: FolderItem["type"];
  /** The bits of the type and nine permission bits, as in `st_mode`. */
  readonly mode: number;
  /** In bytes. A link's is that of its target. */
  readonly size: number;
}

/** Describes an entry. */
export function statOf(entry: Entry): MountStat {
  const size = entry.symlink === null ? entry.size : Buffer.byteLength(entry.symlink);
  return { type: entryType(entry), mode: entry.mode, size };
}

/** Returns whether something is at a path, following links. */
export async function exists(view: View, path: string): Promise<boolean> {
  try {
    await find(view, path, "all");
    return true;
  } catch (thrown) {
    if (thrown instanceof StrataError && ["ENOENT", "ENOTDIR", "ELOOP"].includes(thrown.code)) return false;
    throw thrown;
  }
}

/** Lists a folder's direct children. Throws `ENOENT`, `ENOTDIR`, `ELOOP`. */
export async function readFolder(view: View, folder: string): Promise<FolderItem[]> {
  const { path, entry } = await find(view, folder, "all");
  if (entryType(entry) !== "directory") throw notAFolder(folder);
  return await view.list(path);
}

/** Returns a link's target. Throws `EINVAL` for anything but a link, `ENOENT`, `ENOTDIR`, `ELOOP`. */
export async function readLink(view: View, path: string): Promise<string> {
  const { symlink } = (await find(view, path, "parents")).entry;
  if (symlink !== null) return symlink;
  throw invalid(`${JSON.stringify(path)} is not a link.`, "Only links have a target.", { path });
}

/** Returns the entry of the file to read. Throws `EISDIR`, `ENOENT`, `ENOTDIR`, `ELOOP`. */
export async function findFile(view: View, path: string): Promise<Entry> {
  const { entry } = await find(view, path, "all");
  if (entryType(entry) === "directory") throw isAFolder(path, "List it, or read a file in it.");
  return entry;
}

/** Validates a range of bytes and returns it. Throws `EINVAL`. */
export function parseRange(range: ByteRange): ByteRange {
  const { from, to } = range;
  if (Number.isSafeInteger(from) && from >= 0 && to >= from && (to === Infinity || Number.isSafeInteger(to)))
    return range;
  throw invalid(
    `Not a range of bytes: ${from} to ${to}.`,
    "Bytes count from 0, and the end must not be before the start.",
    {
      from,
      to,
    },
  );
}
