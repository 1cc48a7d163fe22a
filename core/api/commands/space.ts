import { z } from "zod";
import type { LabelPlan } from "../../gc/history-plan.ts";
import type { GcProgress } from "../../gc/progress.ts";
import type { FolderUsage } from "../../gc/space/folders.ts";
import type { LabelUsage, MoveUsage } from "../../gc/space/usage.ts";
import type { Label } from "../../labels/label-store.ts";
import { retentionSchema } from "../../labels/retention-settings.ts";
import type { Repository } from "../../repository/repository.ts";
import { type CommandContext, defineCommand } from "../command.ts";
import { existingLabel } from "../existing-label.ts";
import { parseSnapshotPath } from "../locate.ts";
import { count, knownLabel } from "../schemas.ts";

/** The moves and folders of a label that `space` names. */
const LARGEST = 10;
/** The most parts in which a history is drawn. */
const PARTS = 120;

const page = { offset: count.default(0), limit: count.default(100) };

const labelUsage = z.strictObject({
  label: z.string(),
  deleted: z.boolean(),
  moves: count,
  /** Stored bytes of what only this label needs, and of what others need too. */
  only_here: count,
  shared: count,
  /** The sum of the sizes of the files in its snapshot. */
  size: count,
  /** How much of its history is kept: its own retention, or the store's default where `own_retention` is false. */
  retention: retentionSchema,
  own_retention: z.boolean(),
});
const moveUsage = z.strictObject({
  seq: count,
  at: z.number(),
  /** Whether the label's retention keeps it. */
  kept: z.boolean(),
  /** Stored bytes of what nothing else needs, and of what no earlier move of any label needed. */
  only_here: count,
  brought: count,
});
const folderUsage = z.strictObject({
  path: z.string(),
  type: z.enum(["file", "symlink", "directory"]),
  files: count,
  /** The sum of the sizes of its files. */
  size: count,
  /** Stored bytes of their contents, and of those that no other label and no other part of this snapshot needs. */
  stored: count,
  only_here: count,
});

/** Tells what takes the space of a store. */
export const spaceCommand = defineCommand({
  name: "space",
  summary: "Tells what takes the space of the store, by label, and what a garbage collection would free.",
  kind: "read",
  input: z.strictObject({
    /** Only this label, with its largest moves and folders. */
    label: knownLabel.optional(),
    /** The labels to give, those first of which nothing else needs the most. */
    ...page,
  }),
  output: z.strictObject({
    /** Bytes of the store's files on disk. */
    bytes: count,
    /** Bytes that `gc` would free now, and bytes that nothing needs and that stay, as rewriting their packs is not worth it yet. */
    reclaimable: count,
    waste: count,
    /** Stored bytes of what is needed, by retentions and else. */
    needed: count,
    /** Stored bytes of what several labels need, and of what only working copies, merges and the like need. */
    shared: count,
    others: count,
    /** Of all that some move still needs: its stored bytes, the bytes of its contents, and the sizes of all snapshots together. */
    stored: count,
    raw: count,
    snapshots: count,
    labels: z.array(labelUsage),
    total: count,
    /** Stored bytes by the day, in UTC, of the first move that needs them, oldest first. */
    growth: z.array(z.strictObject({ day: z.number(), stored: count })),
    /** What the last collection did; null if there was none. */
    last_collection: z
      .strictObject({
        at: z.number(),
        /** Whether the app began it by itself. */
        automatic: z.boolean(),
        freed_bytes: count,
        moves: count,
        objects: count,
      })
      .nullable(),
    /** Whether the app frees space by itself, once a day. */
    automatic: z.boolean(),
    /** With `label`: what it holds that is largest. */
    moves: z.array(moveUsage).optional(),
    folders: z.array(folderUsage).optional(),
  }),
  async run(repository, { label, offset, limit }, context) {
    if (label !== undefined) await existingLabel(repository, label);
    const usage = await repository.run("space", undefined, watched(context));
    const known = new Map((await repository.labels({ deleted: true })).map((each) => [each.name, each]));
    const labels = usage.labels
      .filter((each) => label === undefined || each.label === label)
      .sort((a, b) => b.only - a.only || b.shared - a.shared || (a.label < b.label ? -1 : 1));
    return {
      bytes: usage.bytes,
      reclaimable: Math.max(0, usage.now.bytes),
      waste: Math.max(0, usage.now.waste),
      needed: Math.round(usage.now.neededBytes),
      shared: Math.round(usage.shared),
      others: Math.round(usage.others),
      stored: Math.round(usage.stored),
      raw: usage.raw,
      snapshots: usage.snapshots,
      labels: labels
        .slice(offset, offset + limit)
        .flatMap((each) => labelToJson(repository, each, known.get(each.label))),
      total: labels.length,
      growth: usage.growth.map(({ day, stored }) => ({ day, stored: Math.round(stored) })),
      last_collection: usage.lastCollection,
      automatic: usage.collectsDaily,
      ...(label !== undefined &&
        (await largestOf(repository, label, known.get(label)?.head === null, context))),
    };
  },
});

/** Tells what the moves of a label take. */
export const spaceMovesCommand = defineCommand({
  name: "space.moves",
  summary: "Tells what each move of a label takes, those first that hold the most alone.",
  kind: "read",
  input: z.strictObject({ label: knownLabel, ...page }),
  output: z.strictObject({ moves: z.array(moveUsage), total: count }),
  async run(repository, { label, offset, limit }, context) {
    const moves = await largestMoves(repository, label, context);
    return { moves: moves.slice(offset, offset + limit), total: moves.length };
  },
});

/** Tells what the folders of a label take. */
export const spaceFoldersCommand = defineCommand({
  name: "space.folders",
  summary: "Tells what the files and folders in a folder of a label take, the largest first.",
  kind: "read",
  input: z.strictObject({
    label: knownLabel,
    /** The folder; none: the root. */
    path: z.string().default(""),
    ...page,
  }),
  output: z.strictObject({ folders: z.array(folderUsage), total: count }),
  async run(repository, { label, path, offset, limit }, context) {
    const folders = await largestFolders(repository, label, parseSnapshotPath(path), context);
    return { folders: folders.slice(offset, offset + limit), total: folders.length };
  },
});

/** Tells what a retention would come to. */
export const spaceSimulateCommand = defineCommand({
  name: "space.simulate",
  summary:
    "Tells which moves a retention would let go, and how many bytes a garbage collection would free then.",
  kind: "read",
  input: z.strictObject({
    /** None: the store's default. */
    label: knownLabel.optional(),
    /** Null: the store's default for a label, everything for the store. */
    retention: retentionSchema.nullable(),
    /** Whether labels that were deleted in the last 30 days go too. */
    deleted_labels: z.boolean().default(false),
    /** The moves to give of those that go, the oldest first. */
    ...page,
  }),
  output: z.strictObject({
    /** All moves that it is about, and those that would go. */
    moves: count,
    dropped: count,
    /** Bytes that a collection would free then, and bytes that it would free as things are. */
    freed_bytes: count,
    freed_now: count,
    gone: z.array(z.strictObject({ label: z.string(), seq: count, at: z.number() })),
    /** The moves over time, from the first to the last, in parts of equal length: how many stay and how many go. */
    timeline: z.array(z.strictObject({ from: z.number(), kept: count, gone: count })),
  }),
  async run(repository, { label = null, retention, deleted_labels: deletedToo, offset, limit }, context) {
    if (label !== null) await existingLabel(repository, label);
    const request = { label, retention, deletedToo };
    const { history, simulation, now } = await repository.run("tryRetention", request, watched(context));
    const gone = history.flatMap(({ label, deleted, thinned }) =>
      [...deleted, ...thinned].map(({ seq, at }) => ({ label, seq, at })),
    );
    gone.sort((a, b) => a.seq - b.seq);
    const stay = history.flatMap(({ kept }) => kept);
    return {
      moves: gone.length + stay.length,
      dropped: gone.length,
      freed_bytes: Math.max(0, simulation.bytes),
      freed_now: Math.max(0, now.bytes),
      gone: gone.slice(offset, offset + limit),
      timeline: timelineOf(history),
    };
  },
});

function watched({ signal, gate, onProgress }: CommandContext) {
  return {
    signal,
    gate,
    onProgress: (progress: GcProgress) => onProgress?.({ command: "space", ...progress }),
  };
}

async function largestOf(repository: Repository, label: string, deleted: boolean, context: CommandContext) {
  const moves = await largestMoves(repository, label, context);
  const folders = deleted ? [] : await largestFolders(repository, label, "", context);
  return { moves: moves.slice(0, LARGEST), folders: folders.slice(0, LARGEST) };
}

async function largestMoves(repository: Repository, label: string, context: CommandContext) {
  const moves = await repository.run("spaceOfMoves", { label }, watched(context));
  return moves
    .map(moveToJson)
    .sort((a, b) => b.only_here - a.only_here || b.brought - a.brought || b.seq - a.seq);
}

async function largestFolders(repository: Repository, label: string, path: string, context: CommandContext) {
  const folders = await repository.run("spaceOfFolders", { label, path }, watched(context));
  return folders.map(folderToJson).sort((a, b) => b.stored - a.stored || b.size - a.size);
}

/** A label that was renamed or pruned since is left out. */
function labelToJson({ retentions }: Repository, usage: LabelUsage, label: Label | undefined) {
  if (label === undefined) return [];
  const { moves, only, shared, size } = usage;
  return [
    {
      label: label.name,
      deleted: label.head === null,
      moves,
      only_here: Math.round(only),
      shared: Math.round(shared),
      size,
      retention: retentions.of(label),
      own_retention: label.settings.retention !== undefined,
    },
  ];
}

function moveToJson({ seq, at, kept, only, brought }: MoveUsage) {
  return { seq, at, kept, only_here: Math.round(only), brought: Math.round(brought) };
}

function folderToJson({ path, type, files, size, stored, only }: FolderUsage) {
  return { path, type, files, size, stored: Math.round(stored), only_here: Math.round(only) };
}

/** Counts what stays and what goes in each part of the time that the moves span. */
function timelineOf(history: readonly LabelPlan[]) {
  const kept = history.flatMap((plan) => plan.kept.map(({ at }) => at));
  const gone = history.flatMap((plan) => [...plan.deleted, ...plan.thinned].map(({ at }) => at));
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for (const at of [...kept, ...gone]) {
    first = Math.min(first, at);
    last = Math.max(last, at);
  }
  if (first > last) return [];
  const length = Math.max(1, Math.ceil((last - first + 1) / PARTS));
  const parts = Array.from({ length: Math.ceil((last - first + 1) / length) }, (_, at) => ({
    from: first + at * length,
    kept: 0,
    gone: 0,
  }));
  const count = (times: readonly number[], field: "kept" | "gone") => {
    for (const at of times) {
      const part = parts[Math.floor((at - first) / length)];
      if (part !== undefined) part[field]++;
    }
  };
  count(kept, "kept");
  count(gone, "gone");
  return parts;
}
