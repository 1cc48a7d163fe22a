import { z } from "zod";
import { defineCommand } from "../command.ts";
import { locate } from "../locate.ts";
import { count, diskPath, locator, remark, snapshotId } from "../schemas.ts";

/** Writes a snapshot or a part of it to disk. */
export const exportCommand = defineCommand({
  name: "export",
  summary: "Writes a snapshot, or a file or folder in it, into a folder on disk.",
  kind: "write",
  input: z.strictObject({
    ref: locator,
    /** The folder to write into: a folder's content lands in it, a file under its own name. Of an archive: its file. */
    to: diskPath,
    /** An archive holds the folder's content, or the file under its own name. */
    format: z.enum(["folder", "zip", "tar"]).default("folder"),
    /** What becomes of files there that differ; with "refuse" nothing is written if there is one. Of an archive: "refuse" or "always". */
    overwrite: z.enum(["refuse", "never", "newer", "always"]).default("refuse"),
  }),
  output: z.strictObject({
    ca_id: snapshotId,
    to: z.string(),
    /** Files and links that were written, and the bytes in them. */
    files: count,
    bytes: count,
    /** Files and links that were there already, the same in everything. */
    unchanged: count,
    skipped: z.array(z.strictObject({ path: z.string(), reason: z.string(), code: z.string() })),
    /** What was written, but could not be on Windows. */
    warnings: z.array(remark),
  }),
  async run(repository, { ref, to, format, overwrite }, { signal, onProgress, onControl }) {
    const { id, path } = locate(repository, ref);
    const { files, bytes, unchanged, skipped, warnings } = await repository.export(
      { id, path, to, format, overwrite },
      { signal, onControl, onProgress: (progress) => onProgress?.({ command: "export", ...progress }) },
    );
    return {
      ca_id: id,
      to,
      files,
      bytes,
      unchanged,
      skipped: skipped.map(({ path, reason, code }) => ({ path, reason, code })),
      warnings: [...warnings],
    };
  },
});
