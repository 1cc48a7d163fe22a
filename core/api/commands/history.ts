import { z } from "zod";
import { defineCommand } from "../command.ts";
import { count, knownLabel, snapshotId } from "../schemas.ts";
import { describeMove, logEntry, op } from "./log.ts";

/** One move, and where in the label's history it stands. */
export const historyEntry = logEntry.extend({
  /** 0 is the label's first move; with no filter, the newest has `moves - 1`. */
  index: count,
  /** Of a reset or a restore: the `index` of the earlier move that it goes back to; absent where that is pruned. */
  returns_to: count.optional(),
});

/** Gives a page of a label's history, newest first, as a screen scrolls through it. */
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
    /** Only moves whose message, actor or ids contain this, whatever the case. */
    text: z.string().optional(),
    /** Whether to find out what moves changed that is not known yet; without it `changes` is there where it is known. */
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
  async run(repository, { label, offset, limit, ops, text, stat }, { signal }) {
    const page = await repository.historyPage(label, {
      offset,
      limit,
      ops: ops?.length === 0 ? undefined : ops,
      text: text === "" ? undefined : text,
      stat,
      signal,
    });
    return {
      label,
      head: page.head,
      moves: page.moves,
      total: page.total,
      entries: page.entries.map(({ index, returnsTo, ...move }) => ({
        ...describeMove(move),
        index,
        ...(returnsTo !== undefined && { returns_to: returnsTo }),
      })),
      jumps: offset === 0 ? [...page.jumps] : [],
    };
  },
});
