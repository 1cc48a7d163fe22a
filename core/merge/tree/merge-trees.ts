import type { SnapshotId } from "../../ids.ts";
import type { Change } from "../../manifest/changes.ts";
import { editManifest } from "../../manifest/edit.ts";
import type { NodeStore } from "../../manifest/node-store.ts";
import { comparePaths } from "../../manifest/path.ts";
import type { CompanionFiles } from "../content/choose-merger.ts";
import type { MergeContents } from "../content/merge-contents.ts";
import type { Preference } from "../merger.ts";
import { foldClashes, foldersThatGiveWay } from "./clashes.ts";
import { markCompanionConflicts } from "./companion-conflicts.ts";
import type { TreeConflict } from "./conflict.ts";
import { readDifferences, readSharedMoves } from "./differences.ts";
import { mergeAllContents, mergePaths } from "./merge-paths.ts";
import { type PathOutcomes, sameOrNone } from "./paths.ts";
import { preferSide } from "./prefer-side.ts";
import { findRenames, NO_RENAMES, type Rename } from "./renames.ts";
import type { SketchOf } from "./similar-files.ts";
import type { BaseSides, MergeBase } from "./virtual-base.ts";

/** The snapshots to merge, and how. Without a base, every path counts as added. */
export interface TreeMergeRequest {
  readonly base: SnapshotId | null;
  readonly ours: SnapshotId;
  readonly theirs: SnapshotId;
  /** The unsettled paths of a virtual base: a difference of the sides at one is a conflict. */
  readonly unsettled?: ReadonlySet<string> | undefined;
  readonly prefer: Preference;
  /** Whether edits follow files that the other side moved, and moves that cannot both stand are conflicts. */
  readonly renames: boolean;
}

/** Options of a tree merge. */
export interface TreeMergeOptions {
  readonly signal?: AbortSignal | undefined;
  /** The companion files that must come from the same side as their file; none by default. */
  readonly companions?: CompanionFiles;
  /** Sketches contents, to find files that were moved and changed. Absent: only unchanged ones are found. */
  readonly sketchOf?: SketchOf;
}

/** The report of a merge beside its result. Paths are in byte order, each once. */
export interface TreeMergeNotes {
  /** The files whose contents both sides changed and that merged. */
  readonly autoMerged: readonly string[];
  /** The paths that the preference decided, in part or in whole. */
  readonly preferred: readonly string[];
  /** The files and links that one side moved and the other still has, in the order of their old paths. */
  readonly renames: readonly Rename[];
  /** Whether there were too many or too large files to look for all that were moved and changed. */
  readonly renamesLimited: boolean;
}

/** The result of a tree merge. Conflicts are in byte order of their paths, each path once. */
export type TreeMerge =
  | (TreeMergeNotes & { readonly status: "merged"; readonly id: SnapshotId })
  | (TreeMergeNotes & { readonly status: "conflict"; readonly conflicts: readonly TreeConflict[] });

/** The part of a merge that needs no decision. Conflicts are in byte order of their paths, each path once. */
export interface PartialMerge extends Omit<TreeMergeNotes, "preferred"> {
  /** The snapshot of all that merged; it has nothing at the paths of conflicts. */
  readonly id: SnapshotId;
  readonly conflicts: readonly TreeConflict[];
  /** The files that both sides moved to one path, and left there in different versions. */
  readonly joint: readonly Pick<Rename, "from" | "to">[];
  /** The empty folders that it lacks because something is, or may come to be, below them or in their place. */
  readonly folders: readonly string[];
}

/**
 * Merges two snapshots path by path, and stores what merges, also if there are conflicts. `mergeContents` must prefer no
 * side. Throws as {@link mergeTrees} does.
 */
export async function mergeTreesPartly(
  nodes: NodeStore,
  request: Omit<TreeMergeRequest, "prefer">,
  mergeContents: MergeContents,
  options: TreeMergeOptions = {},
): Promise<PartialMerge> {
  const without = { ...request, prefer: "none" as const };
  const untouched = untouchedSide(without);
  if (untouched !== undefined)
    return { id: untouched, conflicts: [], autoMerged: [], joint: [], folders: [], ...NO_MOVES };
  const { paths, conflicts, contents, moves, joint } = await mergeAll(nodes, without, mergeContents, options);
  const id = await storeMerge(nodes, without, paths);
  const folders = [...foldersThatGiveWay(paths.outcomes)];
  return { id, conflicts, autoMerged: mergedOf(contents, conflicts), joint, folders, ...moves };
}

/**
 * Merges two snapshots path by path, and stores the result unless there are conflicts. Nodes that both sides share are
 * skipped by their ids, so that the cost is that of the difference. Swapped sides give the same snapshot and mirrored
 * conflicts.
 *
 * A preference decides every conflict for its side. `mergeContents`, which is called for one file at a time, must follow
 * the same preference.
 *
 * A path that would be a file of one side and a folder of the other is one conflict, which stands for all paths below it.
 * Throws `MissingObject`, `CorruptObject`, `Cancelled`, and what `mergeContents` throws.
 */
export async function mergeTrees(
  nodes: NodeStore,
  request: TreeMergeRequest,
  mergeContents: MergeContents,
  options: TreeMergeOptions = {},
): Promise<TreeMerge> {
  const { prefer } = request;
  const untouched = untouchedSide(request);
  if (untouched !== undefined)
    return { status: "merged", id: untouched, autoMerged: [], preferred: [], ...NO_MOVES };
  const { paths, conflicts, contents, moves } = await mergeAll(nodes, request, mergeContents, options);
  const open = new Set(conflicts.map(({ path }) => path));
  if (prefer === "none" && open.size > 0) {
    const autoMerged = mergedOf(contents, conflicts);
    return { status: "conflict", conflicts, autoMerged, preferred: [], ...moves };
  }
  if (prefer !== "none") preferSide(prefer, paths);
  const id = await storeMerge(nodes, request, paths);
  const preferred = [...new Set([...contents.preferred, ...open])].sort(comparePaths);
  return { status: "merged", id, autoMerged: contents.autoMerged, preferred, ...moves };
}

const NO_MOVES = { renames: [], renamesLimited: false };

/**
 * Merges two bases into a virtual base. The paths of every conflict are left unsettled. Throws as {@link mergeTrees}
 * does.
 */
export async function mergeIntoBase(
  nodes: NodeStore,
  { base, ours, theirs }: BaseSides,
  mergeContents: MergeContents,
  { renames, ...options }: TreeMergeOptions & { readonly renames: boolean },
): Promise<MergeBase> {
  const sides = { base: base?.id ?? null, ours: ours.id, theirs: theirs.id };
  const request = { ...sides, unsettled: base?.unsettled, prefer: "none" as const, renames };
  const unsettled = new Set([...ours.unsettled, ...theirs.unsettled]);
  const untouched = untouchedSide(request);
  if (untouched !== undefined) return { id: untouched, unsettled };
  const { paths, conflicts } = await mergeAll(nodes, request, mergeContents, options);
  const moved = paths.moveConflicts.map((each) => each.paths);
  for (const path of [...conflicts.map(({ path }) => path), ...paths.clashes.values(), ...moved].flat()) {
    unsettled.add(path);
  }
  return { id: await storeMerge(nodes, request, paths), unsettled };
}

/** Returns the side that is the result because the other changed nothing or is equal. */
function untouchedSide({ base, ours, theirs, unsettled }: TreeMergeRequest): SnapshotId | undefined {
  if (ours === theirs) return ours;
  if (unsettled !== undefined && unsettled.size > 0) return undefined;
  if (base === theirs) return ours;
  return base === ours ? theirs : undefined;
}

/** Merges all paths. Stores merged contents, but no manifest. */
async function mergeAll(
  nodes: NodeStore,
  request: TreeMergeRequest,
  mergeContents: MergeContents,
  { signal, companions, sketchOf }: TreeMergeOptions,
) {
  const differences = await readDifferences(nodes, request, signal);
  const shared = request.renames ? await readSharedMoves(nodes, request, differences, signal) : [];
  // Without a base, nobody knows whether anything was moved from or to an unsettled path.
  const settled = [...differences.values(), ...shared].filter(({ path }) => !request.unsettled?.has(path));
  const found = request.renames ? await findRenames(settled, sketchOf, signal) : NO_RENAMES;
  const paths = mergePaths(differences, found);
  const contents = await mergeAllContents(paths.outcomes, mergeContents);
  if (companions !== undefined) await markCompanionConflicts(paths, companions);
  foldClashes(paths);
  const renames = found.followed.map(({ from, to, by, similarity }) => {
    return { from, to, by, similarity: Math.floor(100 * similarity) };
  });
  const moves = { renames, renamesLimited: found.limited };
  const joint = found.joint.map(({ from, to }) => ({ from, to }));
  return { paths, conflicts: conflictsIn(paths), contents, moves, joint };
}

/** Returns the files whose contents merged, and that are in no other conflict. */
function mergedOf(
  { autoMerged }: { readonly autoMerged: readonly string[] },
  conflicts: readonly TreeConflict[],
): string[] {
  const open = new Set(conflicts.map(({ path }) => path));
  return autoMerged.filter((path) => !open.has(path));
}

function conflictsIn({ outcomes, moveConflicts }: PathOutcomes): TreeConflict[] {
  const conflicts = [...outcomes.values()].flatMap((outcome) =>
    outcome.status === "conflict" ? outcome.conflict : [],
  );
  if (moveConflicts.length === 0) return conflicts;
  const all = [...conflicts, ...moveConflicts.map(({ conflict }) => conflict)];
  return all.sort((a, b) => comparePaths(a.path, b.path));
}

/** Stores the result as an edit of the side that needs fewer changes. */
async function storeMerge(
  nodes: NodeStore,
  { ours, theirs }: TreeMergeRequest,
  { differences, outcomes }: PathOutcomes,
): Promise<SnapshotId> {
  const givenWay = foldersThatGiveWay(outcomes);
  const toOurs: Change[] = [];
  const toTheirs: Change[] = [];
  for (const [path, outcome] of outcomes) {
    const sides = differences.get(path);
    const entry = outcome.status === "merged" && !givenWay.has(path) ? outcome.entry : null;
    if (!sameOrNone(sides?.ours ?? null, entry)) toOurs.push([path, entry]);
    if (!sameOrNone(sides?.theirs ?? null, entry)) toTheirs.push([path, entry]);
  }
  return toOurs.length <= toTheirs.length
    ? await editManifest(nodes, ours, toOurs)
    : await editManifest(nodes, theirs, toTheirs);
}
