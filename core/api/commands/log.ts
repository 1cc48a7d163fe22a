import { z } from "zod";
import { StrataError } from "../../errors.ts";
import type { LogRange, ReflogEntry } from "../../labels/label-store.ts";
import type { HistoryEntry, Repository } from "../../repository/repository.ts";
import type { Marks } from "../../repository/retentions.ts";
import { nameOf } from "../arrange.ts";
import { defineCommand } from "../command.ts";
import { parseSnapshotPath } from "../locate.ts";
import { changeCounts, count, knownLabel, op, snapshotId } from "../schemas.ts";
import { isInSnapshot, spelledPath } from "../spelling.ts";

/** One move of a label. */
export const logEntry = z.strictObject({
  /** Counts up over all moves of all labels. */
  seq: count,
  /** In ms since 1970. */
  at: z.number(),
  /** The label's snapshot before and after the move; null for none. */
  from: snapshotId.nullable(),
  to: snapshotId.nullable(),
  op,
  message: z.string(),
  /** `user@host (surface)`. */
  actor: z.string(),
  parents: z.array(snapshotId).optional(),
  undoes: count.optional(),
  renamed_from: z.string().optional(),
  /** Whether it is kept for good, whatever the label's retention. */
  kept: z.literal(true).optional(),
  /** Whether its snapshot is gone, and since when. Whatever names it fails as `SnapshotPruned`. */
  pruned: z.literal(true).optional(),
  pruned_at: z.number().optional(),
  /** With `stat`; absent for a move that changed no path. `bytes`: the total size of added and modified files. */
  changes: changeCounts.extend({ bytes: count }).optional(),
});

/** Returns a label's history. */
export const logCommand = defineCommand({
  name: "log",
  summary: "Gives the history of a label: every move, oldest first.",
  kind: "read",
  input: z.strictObject({
    label: knownLabel,
    /** Only the most recent so many. */
    limit: count.optional(),
    /** Whether to count the changes of each move. */
    stat: z.boolean().default(false),
    /** Only the moves in which this path, or something below it, changed. */
    path: z.string().optional(),
  }),
  output: z.strictObject({ label: z.string(), log: z.array(logEntry) }),
  async run(repository, { label, limit, stat, path }) {
    const marks = repository.retentions.allMarks();
    const range = limit === undefined ? {} : { limit };
    if (path === undefined && !stat) {
      return {
        label,
        log: (await repository.log(label, range)).map((entry) =>
          describeMove(marks, { entry, counts: undefined }),
        ),
      };
    }
    const history =
      path === undefined
        ? await repository.history(label, range)
        : await pathHistory(repository, label, path, range);
    return {
      label,
      log: history.map(({ entry, counts }) =>
        describeMove(marks, { entry, counts: stat ? counts : undefined }),
      ),
    };
  },
});

/**
 * Returns the moves in which a path changed, as the label's head, or else its history, spells it. Throws `ENOENT` for one that was
 * never in it, as far as its history is kept.
 */
async function pathHistory(
  repository: Repository,
  label: string,
  text: string,
  { limit = Number.MAX_SAFE_INTEGER }: LogRange,
): Promise<HistoryEntry[]> {
  const path = parseSnapshotPath(text);
  const head = (await repository.label(label))?.head ?? undefined;
  const forms = [path, path.normalize("NFC"), path.normalize("NFD")];
  if (head !== undefined) forms.push(await spelledPath(repository, head, path));
  for (const form of new Set(forms)) {
    const history = await repository.pathHistory(label, form);
    // No move names a path that was there before the oldest kept move and has not changed since.
    const isKnown = form === "" || (head !== undefined && (await isInSnapshot(repository, head, form)));
    if (history.length > 0 || isKnown) return history.slice(Math.max(0, history.length - limit));
  }
  throw new StrataError(
    "ENOENT",
    `${JSON.stringify(path)} was never in ${label}, as far as its history is kept.`,
    {
      hint: `Find it by a part of its name: strata find ${label} ${JSON.stringify(nameOf(path))}`,
      data: { label, path },
    },
  );
}

/** Converts a reflog entry to its document. */
export function describeMove(marks: Marks, { entry, counts }: HistoryEntry): z.output<typeof logEntry> {
  const { seq, at, from, to, op, message, actor, parents, undoes, renamedFrom }: ReflogEntry = entry;
  const prunedAt = to === null ? undefined : marks.prunedAt(to);
  return {
    seq,
    at,
    from,
    to,
    op,
    message,
    actor,
    ...(parents && { parents: [...parents] }),
    ...(undoes !== undefined && { undoes }),
    ...(renamedFrom !== undefined && { renamed_from: renamedFrom }),
    ...(marks.isKept(seq) && { kept: true as const }),
    ...(prunedAt !== undefined && { pruned: true as const, pruned_at: prunedAt }),
    ...(counts && { changes: { ...counts } }),
  };
}
