import type { SnapshotId } from "../ids.ts";
import type { Change } from "../manifest/changes.ts";
import { editManifest } from "../manifest/edit.ts";
import type { NodeStore } from "../manifest/node-store.ts";
import { comparePaths } from "../manifest/path.ts";
import type { Preference } from "./content-merger.ts";
import type { MergeContents } from "./merge-contents.ts";
import { sameOrNone } from "./merge-entry.ts";
import type { PathOutcomes } from "./path-outcomes.ts";
import { type FileParts, findTornFiles } from "./torn-files.ts";
import { foldClashes, foldersThatGiveWay } from "./tree-clashes.ts";
import type { TreeConflict } from "./tree-conflict.ts";
import { readDifferences, readSharedMoves } from "./tree-differences.ts";
import { mergeAllContents, mergePaths } from "./tree-outcomes.ts";
import { preferSide } from "./tree-preference.ts";
import { findRenames, NO_RENAMES, type Rename } from "./tree-renames.ts";

/** What is merged: two snapshots and what both came from. Without a base, paths that both have are compared alone. */
export interface TreeMergeRequest {
  readonly base: SnapshotId | null;
  readonly ours: SnapshotId;
  readonly theirs: SnapshotId;
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
  { signal, parts }: TreeMergeOptions = {},
): Promise<TreeMerge> {
  const { base, ours, theirs, prefer } = request;
  if (ours === theirs || base === theirs) return untouched(ours);
  if (base === ours) return untouched(theirs);
  const differences = await readDifferences(nodes, request, signal);
  const found = request.renames
    ? findRenames([...differences.values(), ...(await readSharedMoves(nodes, request, differences, signal))])
    : NO_RENAMES;
  const renames = found.followed.map(({ from, to, by }) => ({ from, to, by }));
  const paths = mergePaths(differences, found);
  const contents = await mergeAllContents(paths.outcomes, mergeContents);
  if (parts !== undefined) await findTornFiles(paths, parts);
  foldClashes(paths);
  const conflicts = conflictsIn(paths);
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

function conflictsIn({ outcomes, divergences }: PathOutcomes): TreeConflict[] {
  const conflicts = [...outcomes.values()].flatMap((outcome) =>
    outcome.status === "conflict" ? outcome.conflict : [],
  );
  if (divergences.length === 0) return conflicts;
  const all = [...conflicts, ...divergences.map(({ conflict }) => conflict)];
  return all.sort((a, b) => comparePaths(a.path, b.path));
}

function untouched(id: SnapshotId): TreeMerge {
  return { status: "merged", id, autoMerged: [], preferred: [], renames: [] };
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
