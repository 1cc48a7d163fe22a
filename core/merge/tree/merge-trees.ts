import type { SnapshotId } from "../../ids.ts";
import type { Change } from "../../manifest/changes.ts";
import { editManifest } from "../../manifest/edit.ts";
import type { NodeStore } from "../../manifest/node-store.ts";
import { comparePaths } from "../../manifest/path.ts";
import type { MergeContents } from "../content/file-sides.ts";
import type { Preference } from "../content/merger.ts";
import { foldClashes, foldersThatGiveWay } from "./clashes.ts";
import { type FileParts, findTornFiles } from "./companion-files.ts";
import type { TreeConflict } from "./conflict.ts";
import { readDifferences, readSharedMoves } from "./differences.ts";
import { sameOrNone } from "./merge-path.ts";
import { mergeAllContents, mergePaths } from "./merge-paths.ts";
import type { PathOutcomes } from "./paths.ts";
import { preferSide } from "./prefer-side.ts";
import { findRenames, NO_RENAMES, type Rename } from "./renames.ts";
import type { BaseSides, MergeBase } from "./virtual-base.ts";

/** What is merged: two snapshots and what both came from. Without a base, paths that both have are compared alone. */
export interface TreeMergeRequest {
  readonly base: SnapshotId | null;
  readonly ours: SnapshotId;
  readonly theirs: SnapshotId;
  /** The paths of a base that was merged of several on which these do not agree: where the sides differ in one, that is a conflict. */
  readonly unsettled?: ReadonlySet<string> | undefined;
  readonly prefer: Preference;
  /** Whether edits follow files that the other side renamed, and files that both moved or removed conflict. */
  readonly renames: boolean;
}

/** How a merge is stopped, and what it has to know of files. */
export interface TreeMergeOptions {
  readonly signal?: AbortSignal | undefined;
  /** Which files belong together; none do without it. */
  readonly parts?: FileParts;
}

/** What a merge tells beside its result. Paths are in the order of their bytes, each once. */
export interface TreeMergeNotes {
  /** The files whose contents both sides changed, and that are merged. */
  readonly autoMerged: readonly string[];
  /** The paths that the preference decided, in whole or in part. */
  readonly preferred: readonly string[];
  /** The files and links that one side moved and the other still has, by the paths that they left. */
  readonly renames: readonly Rename[];
}

/** What a merge of trees gives. Conflicts are in the order of their paths' bytes, each path once. */
export type TreeMerge =
  | (TreeMergeNotes & { readonly status: "merged"; readonly id: SnapshotId })
  | (TreeMergeNotes & { readonly status: "conflict"; readonly conflicts: readonly TreeConflict[] });

/**
 * Merges two snapshots path by path, and stores the result unless somebody has to decide something. What both have in common
 * is passed over by its id: the cost is that of the difference. Swapped sides give the same snapshot, and mirrored conflicts.
 *
 * With a preference there are no conflicts: that side's version stands. `mergeContents`, which is asked about one file after
 * the other, is to go by the same preference.
 *
 * A name that would be a file of one side and a folder of the other is one conflict, which stands for all paths below it.
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
    return { status: "merged", id: untouched, autoMerged: [], preferred: [], renames: [] };
  const { paths, conflicts, contents, renames } = await mergeAll(nodes, request, mergeContents, options);
  const open = new Set(conflicts.map(({ path }) => path));
  if (prefer === "none" && open.size > 0) {
    const autoMerged = contents.autoMerged.filter((path) => !open.has(path));
    return { status: "conflict", conflicts, autoMerged, preferred: [], renames };
  }
  if (prefer !== "none") preferSide(prefer, paths);
  const id = await storeMerge(nodes, request, paths);
  const preferred = [...new Set([...contents.preferred, ...open])].sort(comparePaths);
  return { status: "merged", id, autoMerged: contents.autoMerged, preferred, renames };
}

/**
 * Merges two bases into one, for what they are both good as: what would be a conflict is left unsettled, with all paths that
 * it is about. Throws as {@link mergeTrees} does.
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
  const moved = paths.divergences.map((each) => each.paths);
  for (const path of [...conflicts.map(({ path }) => path), ...paths.clashes.values(), ...moved].flat()) {
    unsettled.add(path);
  }
  return { id: await storeMerge(nodes, request, paths), unsettled };
}

/** Gives the side that stands as it is, since the other changed nothing or is the same. */
function untouchedSide({ base, ours, theirs, unsettled }: TreeMergeRequest): SnapshotId | undefined {
  if (ours === theirs) return ours;
  if (unsettled !== undefined && unsettled.size > 0) return undefined;
  if (base === theirs) return ours;
  return base === ours ? theirs : undefined;
}

/** Merges all paths, and stores nothing but merged contents. */
async function mergeAll(
  nodes: NodeStore,
  request: TreeMergeRequest,
  mergeContents: MergeContents,
  { signal, parts }: TreeMergeOptions,
) {
  const differences = await readDifferences(nodes, request, signal);
  const shared = request.renames ? await readSharedMoves(nodes, request, differences, signal) : [];
  // Of a path that is not settled nobody knows whether anything was moved from or to it.
  const settled = [...differences.values(), ...shared].filter(({ path }) => !request.unsettled?.has(path));
  const found = request.renames ? findRenames(settled) : NO_RENAMES;
  const paths = mergePaths(differences, found);
  const contents = await mergeAllContents(paths.outcomes, mergeContents);
  if (parts !== undefined) await findTornFiles(paths, parts);
  foldClashes(paths);
  const renames = found.followed.map(({ from, to, by }) => ({ from, to, by }));
  return { paths, conflicts: conflictsIn(paths), contents, renames };
}

function conflictsIn({ outcomes, divergences }: PathOutcomes): TreeConflict[] {
  const conflicts = [...outcomes.values()].flatMap((outcome) =>
    outcome.status === "conflict" ? outcome.conflict : [],
  );
  if (divergences.length === 0) return conflicts;
  const all = [...conflicts, ...divergences.map(({ conflict }) => conflict)];
  return all.sort((a, b) => comparePaths(a.path, b.path));
}

/** Stores what was merged, as an edit of the side that has more of it. */
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
