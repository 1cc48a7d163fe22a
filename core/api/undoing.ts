import { z } from "zod";
import { count, op, snapshotId } from "./schemas.ts";

/** The changes that an import would take back: in a preflight's answer, and in the data of the error `WouldUndo`. */
export const undoing = z.strictObject({
  /** The last move at which these paths and the label held the same, and the snapshot it made. Null where none is known. */
  base: z.strictObject({ seq: count, ca_id: snapshotId.nullable() }).nullable(),
  /** The label's latest move when this was computed: the value for `seen` of an import. */
  last: count,
  /** The moves since the base that changed the label's content: the newest 20, newest first, and their number. None without a base. */
  moves: z.array(
    z.strictObject({
      seq: count,
      at: z.number(),
      op,
      /** The label's snapshot after the move; null when the move deleted it. */
      ca_id: snapshotId.nullable(),
      message: z.string(),
      actor: z.string(),
      undoes: count.optional(),
    }),
  ),
  move_count: count,
  /** How many files, links and empty folders: `returned` were deleted and come back, `reverted` are set back to what they were. */
  counts: z.strictObject({ removed: count, returned: count, reverted: count, changed: count }),
  /** The first 200 of them. */
  changes: z.array(
    z.strictObject({ path: z.string(), effect: z.enum(["removed", "returned", "reverted", "changed"]) }),
  ),
  /** The other folder that the label is of so far. */
  other_folder: z.string().nullable(),
  /** A label that is free, to import under instead. */
  new_label: z.string(),
});
