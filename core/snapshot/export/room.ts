import { existsSync, statfsSync } from "node:fs";
import { dirname } from "node:path";
import { StrataError } from "../../errors.ts";

/** How much is to be written. */
export interface RoomNeeded {
  /** Bytes of the contents. */
  readonly bytes: number;
  /** Counts those of them that are known to become holes; asked only when it matters. */
  readonly holes: () => Promise<number>;
}

/** File systems on which files may take less room than they have bytes, by what `statfs` calls them: Btrfs, ZFS, bcachefs, SquashFS, EROFS. */
const COMPRESSING: ReadonlySet<number> = new Set([
  0x9123683e, 0x2fc12fc1, 0xca451a4e, 0x73717368, 0xe0f5e1e2,
]);

/**
 * Makes sure that there is room for what is written to a path, or to where it will be made. Throws `DiskFull`. Where a file system compresses, or
 * does not say how much is free, nobody knows beforehand, and nothing is refused.
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
