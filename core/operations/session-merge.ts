import type { SnapshotId } from "../ids.ts";
import { type Entry, entryType, fileEntry } from "../manifest/entry.ts";
import { getEntry } from "../manifest/read.ts";
import { chooseMerger } from "../merge/content/choose-merger.ts";
import type { HunkCounts } from "../merge/merger.ts";
import type { Side } from "../merge/model/merge-state.ts";
import type { SavedCounts } from "../merge/model/saved-step.ts";
import type { TreeConflict } from "../merge/tree/conflict.ts";
import type { PackStore } from "../objects/pack-store.ts";
import type { FileConflict, FileVersions, SessionBase, SessionSide } from "../sessions/session.ts";
import type { NewFile } from "../sessions/session-catalog.ts";
import type { OpenedStore } from "../store/open.ts";
import { type MergeContext, type MergeInParts, mergePartly } from "./merge.ts";
import { findKeptBase } from "./merge-base.ts";

/** The sides to merge. */
export interface SidesToMerge {
  readonly ours: SessionSide;
  readonly theirs: SessionSide;
  /** Absent: found in the histories. */
  readonly base?: SessionBase | undefined;
  readonly renames: boolean;
}

/** The result of merging the sides of a session. */
export interface MergedSides {
  readonly base: SessionBase | null;
  /** The reflog entry of a base that was found as one snapshot. */
  readonly baseEntry: number | undefined;
  readonly merged: SnapshotId;
  readonly folders: readonly string[];
  readonly files: readonly NewFile[];
}

/** Merges the sides of a session into the staged objects. Throws as `findKeptBase` and a merge do. */
export async function mergeSides(
  store: OpenedStore,
  objects: PackStore,
  { ours, theirs, base: given, renames }: SidesToMerge,
  { merger, signal }: Pick<MergeContext, "merger" | "signal">,
): Promise<MergedSides> {
  const found = given === undefined ? findKeptBase(store.labels, named(ours), named(theirs)) : undefined;
  const [first, ...others] = found?.bases ?? [];
  const name =
    given?.name ?? (others.length > 0 ? `virtual base of ${others.length + 1}` : first?.to.slice(0, 10));
  const { nodes, profile } = store;
  const merge = await mergePartly(
    { objects, nodes, profile, run: merger, signal },
    {
      base: given === undefined ? (found?.plan ?? null) : given.id,
      ours: ours.id,
      theirs: theirs.id,
      renames,
      names: { base: name ?? "nothing", ours: ours.name, theirs: theirs.name },
    },
  );
  return {
    base: merge.base === null ? null : { id: merge.base, name: name ?? merge.base.slice(0, 10) },
    baseEntry: others.length === 0 ? first?.seq : undefined,
    merged: merge.id,
    folders: merge.folders,
    files: await filesOf(store, objects, merge, { base: merge.base, ours: ours.id, theirs: theirs.id }),
  };
}

/** Returns a side as a snapshot that somebody named. */
export function named({ id, entry }: SessionSide): { id: SnapshotId; seq?: number } {
  return entry === null ? { id } : { id, seq: entry };
}

type Snapshots = Readonly<Record<Side, SnapshotId | null>>;

async function filesOf(
  store: OpenedStore,
  objects: PackStore,
  { conflicts, autoMerged, renames, joint }: MergeInParts,
  snapshots: Snapshots,
): Promise<NewFile[]> {
  const moved = new Map<string, Moved>();
  for (const { from, to } of joint) moved.set(to, { from });
  for (const { from, to, by } of renames) moved.set(to, { from, by });
  const files = conflicts.map((conflict) => conflictedFile(conflict, moved.get(conflict.path)));
  for (const path of autoMerged) {
    files.push(await autoMergedFile(store, objects, path, moved.get(path), snapshots));
  }
  return files;
}

function conflictedFile(conflict: TreeConflict, move: Moved | undefined): NewFile {
  const { path, kind, reason, moved, mode, content, hunks, rowCount } = conflict;
  const [only, more] = moved ?? [];
  const version = (side: Side) => {
    const entry = conflict[side];
    if (entry === null || entryType(entry) === "directory") return null;
    const place = more === undefined ? only?.[side] : undefined;
    return { path: place ?? pathOn(side, path, move), entry };
  };
  const versions = { base: version("base"), ours: version("ours"), theirs: version("theirs") };
  const told: FileConflict = {
    // The reason of a database with rows in conflict is only that not all of them were listed.
    ...(rowCount === undefined ? reason !== undefined && { reason } : { byRows: true }),
    ...(moved && { moved }),
    ...(mode !== undefined && { mode }),
    ...(permissionsDiffer(conflict) && { permissions: true }),
    ...(content && { content: fileEntry(0o644, content.size, content.content) }),
  };
  return {
    path,
    kind,
    conflict: told,
    decision: null,
    counts: countsOf(hunks, rowCount),
    versions,
    text: null,
  };
}

function countsOf(hunks: HunkCounts | undefined, rows: number | undefined): SavedCounts | null {
  if (rows !== undefined) return { auto: 0, conflicts: rows, resolved: 0, suggestions: 0 };
  if (hunks === undefined) return null;
  const { merged, conflicts, suggestions } = hunks;
  return { auto: merged, conflicts: conflicts + suggestions, resolved: 0, suggestions };
}

/** Returns whether the permissions are in conflict besides the content. */
function permissionsDiffer({ kind, ours, theirs, mode }: TreeConflict): boolean {
  const isFile = (entry: Entry | null) => entry !== null && entryType(entry) === "file";
  const ofContent = kind === "text" || kind === "binary" || kind === "sqlite";
  return ofContent && isFile(ours) && isFile(theirs) && mode === undefined && ours?.mode !== theirs?.mode;
}

async function autoMergedFile(
  { nodes }: OpenedStore,
  objects: PackStore,
  path: string,
  move: Moved | undefined,
  snapshots: Snapshots,
): Promise<NewFile> {
  const version = async (side: Side) => {
    const id = snapshots[side];
    const place = pathOn(side, path, move);
    const entry = id === null ? undefined : await getEntry(nodes.over(objects), id, place);
    return entry === undefined || entryType(entry) === "directory" ? null : { path: place, entry };
  };
  const versions: FileVersions = {
    base: await version("base"),
    ours: await version("ours"),
    theirs: await version("theirs"),
  };
  const merger = versions.ours && (await chooseMerger(objects, versions.ours.entry));
  return {
    path,
    kind: merger?.kind ?? "text",
    conflict: null,
    decision: null,
    counts: null,
    versions,
    text: null,
  };
}

/** A file that one side moved, or both did. */
interface Moved {
  readonly from: string;
  readonly by?: "ours" | "theirs";
}

/** Returns the path of a file on a side: the base, and a side that did not move it, have it at its old path. */
function pathOn(side: Side, path: string, move: Moved | undefined): string {
  if (move === undefined || side === move.by) return path;
  return side === "base" || move.by !== undefined ? move.from : path;
}
