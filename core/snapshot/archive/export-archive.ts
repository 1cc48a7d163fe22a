import { lstatSync, statSync } from "node:fs";
import { basename, dirname } from "node:path";
import { orDiskFull } from "../../database/full-disk.ts";
import { asStrataError, StrataError } from "../../errors.ts";
import { removeQuietly } from "../../files/durable.ts";
import type { FileWriter, FileWrites } from "../../files/file-writes.ts";
import type { ExportOptions, ExportReport } from "../export/export.ts";
import { requireOutside } from "../export/outside-store.ts";
import { requireRoom } from "../export/room.ts";
import { sweepLeftOvers, TemporaryNames } from "../temporary-names.ts";
import { type ArchivedEntries, writeArchive } from "./write-archive.ts";

/** The content of an archive and how to write it. `target` is the path of its file. */
export interface ArchiveOptions
  extends ArchivedEntries,
    Pick<ExportOptions, "target" | "exclude" | "files" | "room"> {
  /** Whether an existing file is replaced. */
  readonly overwrite: "refuse" | "always";
}

/**
 * Writes entries of a snapshot into one archive file, which appears only when it is whole and durable. A damaged file
 * is skipped with its reason.
 *
 * Throws `FilesInTheWay`, `StoreInFolder`, `EISDIR`, `ENOENT`, `Cancelled`, `DiskFull`, `WriteFailed`, and what
 * `entries` throws.
 */
export async function exportArchive(options: ArchiveOptions): Promise<ExportReport> {
  try {
    requirePlace(options);
    // The size of a zip is known only at the end.
    if (options.room !== undefined && options.format === "tar")
      await requireRoom(dirname(options.target), options.room);
    return await replaceDurably(options.files, options.target, options, (file) =>
      writeArchive(options, (bytes) => void file.write(bytes)),
    );
  } catch (thrown) {
    throw asStrataError(
      orDiskFull(thrown, "writing the archive", dirname(options.target)),
      "writing the archive",
    );
  }
}

/** Checks that the archive may be written to its target. */
function requirePlace({ target, overwrite, exclude }: ArchiveOptions): void {
  requireOutside(target, exclude);
  const folder = dirname(target);
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    throw new StrataError("ENOENT", `There is no folder ${folder}.`, {
      hint: "Name a file in a folder that is there.",
      data: { path: folder },
    });
  }
  const existing = lstatSync(target, { throwIfNoEntry: false });
  if (existing === undefined) return;
  if (existing.isDirectory()) {
    throw new StrataError("EISDIR", `${target} is a folder.`, {
      hint: "Name the file that the archive is to be, or choose the format folder to write into it.",
      data: { path: target },
    });
  }
  const isReplaceable = existing.isFile() || existing.isSymbolicLink();
  if (overwrite === "refuse" || !isReplaceable) throw inTheWay(target, isReplaceable);
}

function inTheWay(target: string, isReplaceable: boolean): StrataError {
  return new StrataError("FilesInTheWay", `There is something at ${target} already.`, {
    hint: isReplaceable ? "Choose another name, or replace it: --overwrite always." : "Choose another name.",
    data: { count: 1, paths: [basename(target)] },
  });
}

/** Writes a file under a temporary name and renames it when it is durable. On failure it is removed. */
async function replaceDurably<T>(
  files: FileWrites,
  path: string,
  { overwrite }: Pick<ArchiveOptions, "overwrite">,
  write: (file: FileWriter) => Promise<T>,
): Promise<T> {
  const folder = dirname(path);
  sweepLeftOvers(files, folder);
  const temporary = new TemporaryNames().next({ path: folder });
  // Only its owner can access it, as some of its content may be private.
  const file = files.create(temporary);
  let result: T;
  try {
    try {
      result = await write(file);
      file.sync();
    } finally {
      file.close();
    }
    if (overwrite === "refuse" && lstatSync(path, { throwIfNoEntry: false }) !== undefined)
      throw inTheWay(path, true);
    files.rename(temporary, path);
  } catch (thrown) {
    removeQuietly(files, temporary);
    throw thrown;
  }
  files.syncFolder(folder);
  return result;
}
