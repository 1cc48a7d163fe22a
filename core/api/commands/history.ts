import { z } from "zod";
import type { ReflogEntry } from "../../labels/label-store.ts";
import type { Repository } from "../../repository/repository.ts";
import { defineCommand } from "../command.ts";
import { parseSnapshotPath } from "../locate.ts";
import { count, knownLabel, op, snapshotId } from "../schemas.ts";
import { describeMove, logEntry } from "./log.ts";

/** One move, and where in the label's history it stands. */
export const historyEntry = logEntry.extend({
  /** 0 is the label's first move; with no filter, the newest has `moves - 1`. */
  index: count,
  /** Of a reset or a restore: the `index` of the earlier move that it goes back to; absent where that is pruned. */
  returns_to: count.optional(),
  /** The move that it undid, or made again; absent where that is pruned. */
  undid: logEntry.optional(),
  redid: logEntry.optional(),
});

/** Returns a page of a label's history, newest first. */
export const historyCommand = defineCommand({
  name: "history",
  summary: "Gives a page of a label's history, newest first.",
  kind: "read",
  input: z.strictObject({
    label: knownLabel,
    /** How many of the newest matching moves to pass over, and the most to give. */
    offset: count.default(0),
    limit: count.default(100),
    /** Only moves of these kinds; none: all. */
    ops: z.array(op).optional(),
    /** Only moves whose message, actor or ids contain this, in any case. */
    text: z.string().optional(),
    /** Only moves in which this path, or something below it, appeared, changed or went; "" is the root. */
    path: z.string().optional(),
    /** Only moves up to this `index`. */
    up_to: count.optional(),
    /** Whether to compute unknown changes; otherwise `changes` is present only where known. */
    stat: z.boolean().default(false),
  }),
  output: z.strictObject({
    label: z.string(),
    /** Null while it is deleted. */
    head: snapshotId.nullable(),
    /** All moves of the label, and those that match. */
    moves: count,
    total: count,
    entries: z.array(historyEntry),
    /**
     * With the first page: the jumps back of the whole label, by `index`, newest first, since a screen draws them across rows
     * that it has not read. At most the newest 10,000.
     */
    jumps: z.array(z.strictObject({ from: count, to: count })),
  }),
  async run(repository, { label, offset, limit, ops, text, path, up_to, stat }, { signal }) {
    const page = await repository.historyPage(label, {
      offset,
      limit,
      ops: ops?.length === 0 ? undefined : ops,
      text: text === "" ? undefined : text,
      path: path === undefined ? undefined : parseSnapshotPath(path),
      upTo: up_to,
      stat,
      signal,
    });
    const steps = await Promise.all(page.entries.map(({ entry }) => stepOf(repository, label, entry)));
    return {
      label,
      head: page.head,
      moves: page.moves,
      total: page.total,
      entries: page.entries.map(({ index, returnsTo, ...move }, at) => ({
        ...describeMove(repository.retentions, move),
        index,
        ...(returnsTo !== undefined && { returns_to: returnsTo }),
        ...steps[at],
      })),
      jumps: offset === 0 ? [...page.jumps] : [],
    };
  },
});

type Step = Pick<z.output<typeof historyEntry>, "undid" | "redid">;

/** Returns the move that an entry undid or redid: undoing an undo redoes the move. */
async function stepOf(repository: Repository, label: string, { undoes }: ReflogEntry): Promise<Step> {
  const at = async (seq: number) => (await repository.log(label, { limit: 1, before: seq + 1 }))[0];
  const undone = undoes === undefined ? undefined : await at(undoes);
  if (undone === undefined) return {};
  if (undone.undoes === undefined)
    return { undid: describeMove(repository.retentions, { entry: undone, counts: undefined }) };
  const again = await at(undone.undoes);
  return again === undefined
    ? {}
    : { redid: describeMove(repository.retentions, { entry: again, counts: undefined }) };
}
