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

/** Imports under a label, whatever it holds now. */
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
    /** Whether `.gitignore` files count this time, whatever the label's setting. */
    gitignore: z.boolean().optional(),
    /** The description of a label that the import creates. */
    description: text.optional(),
    reread,
    override,
    /**
     * Whether to go on where the import takes back what the label came to hold otherwise than from these paths, by a push or an undo for
     * instance. Without it, that is the error `WouldUndo`, whose data say what; what was read is kept.
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
    /** Against what the label held before; nothing when it did not move. */
    changes: changeCounts,
    skipped: z.array(remark),
    warnings: z.array(remark),
  }),
  async run(repository, input, { signal, onProgress, onControl }) {
    const { id, newBytes, storedBytes, skipped, warnings, ...report } = await repository.run(
      "import",
      input,
      {
        signal,
        onControl,
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
