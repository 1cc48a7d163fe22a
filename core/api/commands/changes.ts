import { z } from "zod";
import type { SnapshotId } from "../../ids.ts";
import { entryType, FOLDER_MODE } from "../../manifest/entry.ts";
import type { Repository } from "../../repository/repository.ts";
import { TimeSlice } from "../../time-slice.ts";
import { Answers } from "../answers.ts";
import { type Change, changeOf } from "../change-of.ts";
import { defineCommand } from "../command.ts";
import { type ChangedFolder, type ChangedPath, Comparison } from "../comparison.ts";
import { perRepository } from "../kept.ts";
import { describe, isEntry } from "../listing.ts";
import { locateSnapshot, parseSnapshotPath } from "../locate.ts";
import { matcherFor, type PathMatcher } from "../path-matcher.ts";
import { changeCounts, count, reference, snapshotId } from "../schemas.ts";

/** How a path changed from one snapshot to the other. */
export const changeKind = z.enum(["added", "modified", "removed"]);

/** One side of a changed file or link. */
const side = z.strictObject({
  type: z.enum(["file", "symlink", "directory"]),
  mode: count,
  size: count,
  /** Of a file: the id of its content. */
  id: z.string().optional(),
  /** Of a link. */
  target: z.string().optional(),
});

/** A changed file or link, or a folder with changes below it. */
export const changeEntry = z.strictObject({
  path: z.string(),
  type: z.enum(["file", "symlink", "directory"]),
  /** Of a file or a link, and of a folder that is wholly new or gone. */
  change: changeKind.optional(),
  before: side.optional(),
  after: side.optional(),
  /** Of a folder: the counts of changes below it. */
  counts: changeCounts.optional(),
});

/** Compares two snapshots, folder by folder. */
export const changesCommand = defineCommand({
  name: "changes",
  summary:
    "Lists what changed from one snapshot to another in one folder, with the sums of what changed below.",
  kind: "read",
  input: z.strictObject({
    /** The earlier snapshot; null stands for nothing at all. */
    from: reference.nullable(),
    to: reference,
    /** "" for the root. Single-child folders are passed through: an entry's path may lie deeper. */
    folder: z.string().default(""),
    /** Only changes of these kinds; none: all. */
    kinds: z.array(changeKind).optional(),
    /** Only paths that match, as in `find`; the answer is then a flat list of files, whatever `folder` is. */
    pattern: z.string().optional(),
    offset: count.default(0),
    limit: count.default(1000),
  }),
  output: z.strictObject({
    from: snapshotId.nullable(),
    to: snapshotId,
    /** Counts over the whole comparison, regardless of filters. */
    counts: changeCounts,
    /** Entries in this folder that match. */
    total: count,
    /** Folders first, then files, each by name. */
    entries: z.array(changeEntry),
  }),
  async run(repository, input, { signal }) {
    const { kinds = [], pattern, offset, limit } = input;
    const pair = {
      from: input.from === null ? null : locateSnapshot(repository, input.from),
      to: locateSnapshot(repository, input.to),
    };
    const folder = parseSnapshotPath(input.folder);
    const matches = pattern === undefined ? undefined : matcherFor(pattern);
    const kept = comparisons(repository);
    const key = `${pair.from} ${pair.to}`;
    const whole = await kept.get(key, signal, (signal) => compare(repository, pair, signal));
    const filters = JSON.stringify([kinds, pattern]);
    const shown =
      kinds.length === 0 && matches === undefined
        ? whole
        : await kept.get(`${key} ${filters}`, signal, async () => filtered(whole, kinds, matches));
    const end = offset + limit;
    if (matches !== undefined) {
      const entries = await describeAll(repository, pair, shown.slice(offset, end), signal);
      return { ...pair, counts: whole.counts(), total: shown.length, entries };
    }
    const rows = await listings(repository).get(`${key} ${filters} ${folder}`, signal, async () =>
      shown.list(folder),
    );
    const entries = await describeAll(repository, pair, rows.slice(offset, end), signal);
    return { ...pair, counts: whole.counts(), total: rows.length, entries };
  },
});

/** Two snapshots that are compared. */
interface Pair {
  readonly from: SnapshotId | null;
  readonly to: SnapshotId;
}

type Row = ChangedPath | ChangedFolder;

/** The comparisons that were asked for last, and folders of them: up to so many paths in all. */
const comparisons = perRepository(() => new Answers<Comparison>(250_000, ({ length }) => length));
const listings = perRepository(() => new Answers<readonly Row[]>(100_000, ({ length }) => length));

async function compare(repository: Repository, pair: Pair, signal: AbortSignal): Promise<Comparison> {
  const changed: ChangedPath[] = [];
  const sides = {
    from: pair.from === null ? null : { id: pair.from, path: "" },
    to: { id: pair.to, path: "" },
  };
  const slice = new TimeSlice(signal);
  for await (const difference of repository.diff(pair.from, pair.to)) {
    await slice.step();
    const change = await changeOf(repository, difference, sides);
    const entry = difference.after ?? difference.before;
    if (change === undefined || entry === null) continue;
    changed.push({ path: difference.path, change, type: entryType(entry) });
  }
  return new Comparison(changed);
}

function filtered(whole: Comparison, kinds: readonly Change[], matches: PathMatcher | undefined): Comparison {
  return new Comparison(
    whole
      .slice()
      .filter(
        ({ path, change, type }) =>
          (kinds.length === 0 || kinds.includes(change)) && (matches?.(path, type === "directory") ?? true),
      ),
  );
}

async function describeAll(
  repository: Repository,
  pair: Pair,
  rows: readonly Row[],
  signal: AbortSignal | undefined,
): Promise<z.output<typeof changeEntry>[]> {
  const entries: z.output<typeof changeEntry>[] = [];
  const slice = new TimeSlice(signal);
  for (const row of rows) {
    await slice.step();
    entries.push(
      "counts" in row
        ? await describeFolder(repository, pair, row)
        : await describePath(repository, pair, row),
    );
  }
  return entries;
}

async function describeFolder(
  repository: Repository,
  { from, to }: Pair,
  folder: ChangedFolder,
): Promise<z.output<typeof changeEntry>> {
  const was = from !== null && (await repository.hasFolder(from, folder.path));
  const is = await repository.hasFolder(to, folder.path);
  return { ...folder, ...(was === is ? {} : { change: is ? "added" : "removed" }) };
}

async function describePath(
  repository: Repository,
  { from, to }: Pair,
  row: ChangedPath,
): Promise<z.output<typeof changeEntry>> {
  const { path, change } = row;
  return {
    ...row,
    ...(from !== null && change !== "added" && { before: await sideOf(repository, from, path) }),
    ...(change !== "removed" && { after: await sideOf(repository, to, path) }),
  };
}

async function sideOf(repository: Repository, id: SnapshotId, path: string): Promise<z.output<typeof side>> {
  const found = await repository.stat(id, path);
  if (!isEntry(found)) return { type: "directory", mode: FOLDER_MODE, size: 0 };
  const { path: _, ...described } = await describe(repository, path, found, { content: false });
  return described;
}
