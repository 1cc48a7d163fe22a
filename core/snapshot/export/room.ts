import { existsSync, statfsSync } from "node:fs";
import { dirname } from "node:path";
import { StrataError } from "../../errors.ts";

/** The amount to be written. */
export interface RoomNeeded {
  /** Bytes of the contents. */
  readonly bytes: number;
  /** Returns how many of the bytes are known to become holes. It is called only if that matters. */
  readonly holes: () => Promise<number>;
}

/**
 * The `statfs` types of file systems on which files may take less room than they have bytes: Btrfs, ZFS, bcachefs,
 * SquashFS, EROFS.
 */
const COMPRESSING: ReadonlySet<number> = new Set([
  0x9123683e, 0x2fc12fc1, 0xca451a4e, 0x73717368, 0xe0f5e1e2,
]);

/**
 * Throws `DiskFull` if there is not enough room for files written to a path, which need not exist yet. A file system
 * that compresses, or does not report its free space, is never refused.
 */
export async function requireRoom(path: string, { bytes, holes }: RoomNeeded): Promise<void> {
  const folder = nearestFolder(path);
  const { type, blocks, bavail, bsize } = statfsSync(folder);
  const free = bavail * bsize;
  if (bytes <= free || blocks === 0 || COMPRESSING.has(type)) return;
  const needed = bytes - (await holes());
  if (needed <= free) return;
  throw new StrataError(
    "DiskFull",
    `There is not enough room at ${folder}: ${megabytes(needed)} are to be written, and ${megabytes(free)} are free.`,
    {
      hint: "Free some space, or choose another disk; nothing was written.",
      data: { path: folder, needed, free },
    },
  );
}

function nearestFolder(path: string): string {
  for (let at = path; ; at = dirname(at)) if (existsSync(at) || dirname(at) === at) return at;
}

function megabytes(bytes: number): string {
  return `${Math.ceil(bytes / 1e6).toLocaleString("en")} MB`;
}
