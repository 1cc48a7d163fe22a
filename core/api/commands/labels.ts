import { z } from "zod";
import { type ErrorCode, StrataError } from "../../errors.ts";
import type { SnapshotId } from "../../ids.ts";
import type { Label } from "../../labels/label-store.ts";
import type { Retention } from "../../labels/retention.ts";
import { retentionSchema } from "../../labels/retention-settings.ts";
import { LruCache } from "../../lru-cache.ts";
import type { Repository } from "../../repository/repository.ts";
import { TimeSlice } from "../../time-slice.ts";
import { defineCommand } from "../command.ts";
import { perRepository } from "../kept.ts";
import { count, knownLabel, op, snapshotId } from "../schemas.ts";

const UNREADABLE: ReadonlySet<ErrorCode> = new Set(["MissingObject", "CorruptObject", "CorruptPack"]);

const label = z.strictObject({
  name: z.string(),
  /** Null while it is deleted. */
  ca_id: snapshotId.nullable(),
  description: z.string(),
  pinned: z.boolean(),
  /** Whether it moves only where that is said on purpose. */
  protected: z.boolean(),
  ignore: z.array(z.string()),
  gitignore: z.boolean(),
  /**
   * How much of its history is kept: its own retention, or the store's default where `own_retention` is false. Null where what
   * is stored is damaged: then nothing of it is pruned, and `retention.show` says why.
   */
  retention: retentionSchema.nullable(),
  own_retention: z.boolean(),
  /** The folder on disk that it is of; null where it is of none. */
  folder: z.string().nullable(),
  /**
   * With `stat`, of one that is not deleted: the files and links in its snapshot, and the sum of their sizes. Absent too where
   * the snapshot cannot be read.
   */
  files: count.optional(),
  bytes: count.optional(),
  /** How many moves its history holds, and its latest one. */
  moves: count,
  at: z.number(),
  op,
  message: z.string(),
  actor: z.string(),
});

/** Lists the labels. */
export const labelsCommand = defineCommand({
  name: "labels",
  summary: "Lists the labels and what each points at.",
  kind: "read",
  input: z.strictObject({
    deleted: z.boolean().default(false),
    /** Only the one of just this name, deleted or not. */
    label: knownLabel.optional(),
    /** Only labels whose name or description contains this, in any case. */
    filter: z.string().optional(),
    /** `recent`: the latest move first. */
    sort: z.enum(["name", "recent"]).default("name"),
    offset: count.default(0),
    /** None: all of them. */
    limit: count.optional(),
    /** Whether to say how much each holds. */
    stat: z.boolean().default(false),
  }),
  output: z.strictObject({
    /** All that match. */
    total: count,
    labels: z.array(label),
  }),
  async run(repository, { stat, label: name, ...query }, { signal }) {
    const { total, labels } = name === undefined ? repository.labelPage(query) : await only(repository, name);
    const slice = new TimeSlice(signal);
    const described: z.output<typeof label>[] = [];
    for (const each of labels) {
      await slice.step();
      const { head } = each;
      const tally = stat && head !== null ? await tallyOf(repository, head) : undefined;
      described.push({ ...describe(repository, each), ...tally });
    }
    return { total, labels: described };
  },
});

async function only(repository: Repository, name: string): Promise<{ total: number; labels: Label[] }> {
  const label = await repository.label(name);
  return label === undefined ? { total: 0, labels: [] } : { total: 1, labels: [label] };
}

function describe(repository: Repository, each: Label): z.output<typeof label> {
  const { name, head, description, pinned, settings, moves, last } = each;
  return {
    name,
    ca_id: head,
    description,
    pinned,
    protected: settings.protected ?? false,
    ignore: [...(settings.ignore ?? [])],
    gitignore: settings.gitignore ?? false,
    retention: retentionOf(repository, each),
    own_retention: settings.retention !== undefined,
    folder: settings.folder ?? null,
    moves,
    at: last.at,
    op: last.op,
    message: last.message,
    actor: last.actor,
  };
}

/** Returns a label's retention; null for a damaged one, so that the labels are still listed. */
function retentionOf(repository: Repository, label: Label): Retention | null {
  try {
    return repository.retentions.of(label);
  } catch (thrown) {
    if (thrown instanceof StrataError && thrown.code === "DatabaseDamaged") return null;
    throw thrown;
  }
}

/** The tallies of snapshots by their ids; they never change. */
const tallies = perRepository(() => new LruCache<{ files: number; bytes: number }>(50_000));

/** Returns a snapshot's tally; undefined for one that cannot be read, so that the other labels are still listed. */
async function tallyOf(
  repository: Repository,
  id: SnapshotId,
): Promise<{ files: number; bytes: number } | undefined> {
  const known = tallies(repository).get(id);
  if (known !== undefined) return known;
  try {
    const { entries: files, bytes } = await repository.tally(id);
    tallies(repository).set(id, { files, bytes });
    return { files, bytes };
  } catch (thrown) {
    if (thrown instanceof StrataError && UNREADABLE.has(thrown.code)) return undefined;
    throw thrown;
  }
}
