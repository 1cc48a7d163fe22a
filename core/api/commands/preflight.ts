import { z } from "zod";
import { undoingJson } from "../../operations/would-undo.ts";
import { defineCommand } from "../command.ts";
import { changeCounts, count, diskPath, knownLabel, remark, snapshotId } from "../schemas.ts";
import { undoing } from "../undoing.ts";
import { changeKind } from "./changes.ts";

/** A warning to show before an import begins. */
export const importWarning = z.strictObject({
  /**
   * `home`, `disk`: the home folder or a whole disk. `secrets`: keys and passwords by their usual names. `repository`: has version
   * control's own data. `dependencies`: folders that can be made again, such as node_modules. `vanishing`: lies in a folder for temporary files.
   * `permissions`: has folders that permit less than the whole, which a snapshot does not keep.
   */
  code: z.enum(["home", "disk", "secrets", "repository", "dependencies", "vanishing", "permissions"]),
  message: z.string(),
  /** Some of the paths it is about, in the snapshot; and how many there are. */
  paths: z.array(z.string()),
  count,
  /** Patterns which, added to `ignore`, leave them out. */
  ignore: z.array(z.string()),
});

/** Forecasts an import. */
export const preflightCommand = defineCommand({
  name: "preflight",
  summary: "Tells what an import would do, without reading contents or changing anything.",
  kind: "read",
  input: z.strictObject({
    paths: z.array(diskPath),
    /** The label to import under; none: one is proposed. */
    label: knownLabel.optional(),
    ignore: z.array(z.string()).optional(),
    gitignore: z.boolean().optional(),
  }),
  output: z.strictObject({
    /** The label asked for, or a proposal: the one that remembers this folder, else a free name made of the folder's. */
    label: z.string(),
    /** The label's head; null for a new label. */
    head: snapshotId.nullable(),
    /** The real name behind a label name that had to be changed, for the description; "" where they are alike. */
    real_name: z.string(),
    /** The folder that the label will remember; null for several paths or single files. */
    folder: z.string().nullable(),
    /** Files and links that would be in the snapshot, and the bytes of the files. */
    files: count,
    bytes: count,
    /** The number of ignored files and folders (without the contents of such folders), and some of their paths. */
    ignored: count,
    ignored_paths: z.array(z.string()),
    /** Paths that cannot be kept, with reasons: their number, and the first 200. */
    skipped_count: count,
    skipped: z.array(remark),
    warnings: z.array(importWarning),
    /** Against `head`: by size and time, since nothing is read. Without a head, everything is added. */
    counts: changeCounts,
    /** The bytes of added and modified files: at most so many have to be read. */
    to_read: count,
    /** The first 500 changed paths. */
    changes: z.array(z.strictObject({ path: z.string(), change: changeKind })),
    /** An upper bound of the changes from elsewhere that the import would take back, as no contents are read. Null for none. */
    undoing: undoing.nullable(),
  }),
  async run(repository, input, { signal, onProgress }) {
    const plan = await repository.preflight(input, {
      signal,
      onProgress: (progress) => onProgress?.({ command: "preflight", ...progress }),
    });
    return {
      label: plan.label,
      head: plan.head,
      real_name: plan.realName,
      folder: plan.folder ?? null,
      files: plan.files,
      bytes: plan.bytes,
      ignored: plan.ignored,
      ignored_paths: [...plan.ignoredPaths],
      skipped_count: plan.skippedCount,
      skipped: [...plan.skipped],
      warnings: plan.warnings.map(({ paths, ignore, ...warning }) => ({
        ...warning,
        paths: [...paths],
        ignore: [...ignore],
      })),
      counts: plan.counts,
      to_read: plan.toRead,
      changes: [...plan.changes],
      undoing: plan.undoing === undefined ? null : undoingJson(plan.undoing),
    };
  },
});
