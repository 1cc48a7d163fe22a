import { z } from "zod";
import { defineCommand } from "../command.ts";
import {
  changeCounts,
  count,
  diskPath,
  newLabel,
  override,
  remark,
  reread,
  snapshotId,
  text,
} from "../schemas.ts";

/** Imports files and folders into a label, whatever its head is. */
export const importCommand = defineCommand({
  name: "import",
  summary: "Takes a snapshot of files and folders and moves a label to it.",
  kind: "write",
  creates: true,
  input: z.strictObject({
    paths: z.array(diskPath),
    label: newLabel,
    message: text.optional(),
    /** Patterns for this import, after those of the label. */
    ignore: z.array(z.string()).optional(),
    /** Whether `.gitignore` files count in this import. Default: the label's setting. */
    gitignore: z.boolean().optional(),
    /** The description of a label that the import creates. */
    description: text.optional(),
    reread,
    override,
    /**
     * Whether to proceed where the import undoes changes of the label that did not come from these paths, such as a push or an undo.
     * Otherwise that is the error `WouldUndo`, whose data list the changes; the contents read are kept.
     */
    replace: z.boolean().default(false),
    /** With `replace`: the label's latest move as it was seen; by default the latest one when the import begins. Nothing later is undone. */
    seen: count.optional(),
  }),
  output: z.strictObject({
    ca_id: snapshotId,
    label: z.string(),
    /** Files and links in the snapshot, and the sum of their sizes. */
    files: count,
    bytes: count,
    /** Files that were not read again. */
    unchanged: count,
    /** Bytes of contents that the store did not have, before compression. */
    new_bytes: count,
    /** Bytes that the store grew by. */
    stored_bytes: count,
    /** False when nothing changed: then the label stays where it is. */
    moved: z.boolean(),
    /** Changes against the label's head before; all zero when it did not move. */
    changes: changeCounts,
    skipped: z.array(remark),
    warnings: z.array(remark),
  }),
  async run(repository, input, { signal, onProgress, gate }) {
    const { id, newBytes, storedBytes, skipped, warnings, ...report } = await repository.run(
      "import",
      input,
      {
        signal,
        gate,
        onProgress: (progress) => onProgress?.({ command: "import", ...progress }),
      },
    );
    return {
      ca_id: id,
      ...report,
      new_bytes: newBytes,
      stored_bytes: storedBytes,
      skipped: [...skipped],
      warnings: [...warnings],
    };
  },
});
