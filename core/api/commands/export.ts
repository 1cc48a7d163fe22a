import { isAbsolute } from "node:path";
import { z } from "zod";
import { StrataError } from "../../errors.ts";
import { type CommandContext, defineCommand } from "../command.ts";
import { locate } from "../locate.ts";
import { count, locator, remark, snapshotId } from "../schemas.ts";

/** In place of a path: an archive goes to no file. */
const STREAM = "-";

/** Writes a snapshot or a part of it to disk. */
export const exportCommand = defineCommand({
  name: "export",
  summary: "Writes a snapshot, or a file or folder in it, into a folder on disk or an archive.",
  kind: "write",
  input: z.strictObject({
    ref: locator,
    /**
     * The folder to write into: a folder's content lands in it, a file under its own name. Of an archive: its file; "-"
     * stands for wherever the surface sends bytes to, as the command line does to what it is piped into.
     */
    to: z
      .string()
      .refine((to) => to === STREAM || isAbsolute(to), { error: `an absolute path, or "${STREAM}"` }),
    /** An archive holds the folder's content, or the file under its own name. */
    format: z.enum(["folder", "zip", "tar"]).default("folder"),
    /** How existing files that differ are treated: "refuse" writes nothing if there is one. An archive takes "refuse" or "always". */
    overwrite: z.enum(["refuse", "never", "newer", "always"]).default("refuse"),
    /** Whether to report names that Windows cannot have. Default: for archives. */
    windows_names: z.boolean().optional(),
  }),
  output: z.strictObject({
    ca_id: snapshotId,
    to: z.string(),
    /** Files and links that were written, and the bytes in them. */
    files: count,
    bytes: count,
    /** Files and links that were there already, the same in everything. */
    unchanged: count,
    /** Paths that were not written. `kept`: `overwrite` said to keep the existing file; anything else failed. */
    skipped: z.array(remark.extend({ code: z.string(), kept: z.boolean() })),
    /** Paths that were written, but that Windows cannot hold. */
    warnings: z.array(remark),
    /** Sentences: where the export is open to more people than the imported folder was, as a snapshot keeps no permissions of folders. */
    notes: z.array(z.string()),
  }),
  async run(repository, { to, windows_names: windowsNames, ...input }, context) {
    const { id, path } = await locate(repository, input.ref);
    const part = { id, path, windowsNames };
    const { signal, gate } = context;
    const onProgress: ProgressListener = (progress) =>
      context.onProgress?.({ command: "export", ...progress });
    const { files, bytes, unchanged, skipped, warnings, notes } =
      to === STREAM
        ? await repository.archive({ ...part, format: archiveFormat(input.format) }, sinkOf(context), {
            signal,
            onProgress,
          })
        : await repository.run("export", { ...part, to, ...input }, { signal, gate, onProgress });
    return {
      ca_id: id,
      to,
      files,
      bytes,
      unchanged,
      skipped: skipped.map(({ path, reason, code, kept = false }) => ({ path, reason, code, kept })),
      warnings: [...warnings],
      notes: [...notes],
    };
  },
});

type ProgressListener = (progress: { readonly files: number; readonly bytes: number }) => void;

/** Returns the format of an archive that goes to a stream. Throws `BadInput` for a folder, which needs a path. */
function archiveFormat(format: "folder" | "zip" | "tar"): "zip" | "tar" {
  if (format !== "folder") return format;
  throw new StrataError("BadInput", "A folder cannot be written to a pipe.", {
    hint: "Choose a format, tar or zip; or name a folder.",
    data: { field: "format" },
  });
}

function sinkOf({ sink }: CommandContext): NonNullable<CommandContext["sink"]> {
  if (sink !== undefined) return sink;
  throw new StrataError("BadInput", "An archive can go into a pipe or a file, but not to a screen.", {
    hint: "Pipe it into another program, or name its file: --to old.zip.",
    data: { field: "to" },
  });
}
