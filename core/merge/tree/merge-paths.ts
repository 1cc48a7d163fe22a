import { entryType, fileEntry, sameEntry } from "../../manifest/entry.ts";
import { otherSide } from "../conflicting-moves.ts";
import type { FileSides, MergeContents, MergedContents } from "../content/merge-contents.ts";
import { findClashes } from "./clashes.ts";
import type { TreeConflict } from "./conflict.ts";
import type { PathMove } from "./exact-moves.ts";
import { mergePath, permissionsReason, UNSETTLED } from "./merge-path.ts";
import { moveConflictsOf } from "./move-conflicts.ts";
import { merged, type Outcome, type PathOutcomes, type PathSides } from "./paths.ts";
import type { Renames } from "./renames.ts";

/**
 * Merges every path. Edits of one side follow files that the other moved, unless the file's new path is in a clash.
 * Contents that both sides changed are left for {@link mergeAllContents}.
 */
export function mergePaths(
  differences: ReadonlyMap<string, PathSides>,
  { followed, joint, conflicting }: Renames,
): PathOutcomes {
  const outcomes = new Map<string, Outcome>();
  for (const sides of differences.values()) outcomes.set(sides.path, mergePath(sides));
  const moveConflicts = moveConflictsOf(conflicting);
  for (const path of moveConflicts.flatMap(({ paths }) => paths)) outcomes.set(path, { status: "moved" });
  for (const { to, pair } of joint) outcomes.set(to, mergePath({ ...pair.to, base: pair.from.base }));
  let moves = followed.flatMap((move) => editedMove(move) ?? []);
  for (const { from, to, by, pair, edit } of moves) {
    outcomes.set(from, merged(pair.from[by]));
    outcomes.set(to, mergePath(edit));
  }
  for (;;) {
    const clashes = findClashes(outcomes);
    const disputed = new Set([...clashes].flatMap(([path, below]) => [path, ...below]));
    const undone = moves.filter(({ to }) => disputed.has(to));
    if (undone.length === 0) return { differences, outcomes, clashes, moveConflicts };
    // A file that stays where it was may in turn clash with the new path of another.
    for (const sides of undone.flatMap(({ pair }) => [pair.from, pair.to])) {
      outcomes.set(sides.path, mergePath(sides));
    }
    moves = moves.filter(({ to }) => !disputed.has(to));
  }
}

/**
 * Merges the contents that both sides changed, one file after the other. Returns the paths that merged, and those of them
 * that the preference decided in part or in whole.
 */
export async function mergeAllContents(
  outcomes: Map<string, Outcome>,
  mergeContents: MergeContents,
): Promise<{ autoMerged: string[]; preferred: string[] }> {
  const autoMerged: string[] = [];
  const preferred: string[] = [];
  for (const [path, outcome] of outcomes) {
    if (outcome.status !== "contents") continue;
    const result = unlessUnsettled(outcome.files, await mergeContents(outcome.files));
    outcomes.set(path, outcomeOf(outcome.files, outcome.mode, result));
    if (result.status !== "merged") continue;
    autoMerged.push(path);
    if (result.preferred) preferred.push(path);
  }
  return { autoMerged, preferred };
}

/** A file that one side moved and the other edited, with the sides to merge at its new path. */
interface EditedMove extends PathMove {
  readonly edit: PathSides;
}

function editedMove(move: PathMove): EditedMove | undefined {
  const { by, pair } = move;
  const { base } = pair.from;
  const edited = pair.from[otherSide(by)];
  if (base === null || edited === null) return undefined;
  if (entryType(base) !== entryType(edited) || sameEntry(base, edited)) return undefined;
  return { ...move, edit: { ...pair.to, base, [otherSide(by)]: edited } };
}

/** Makes an unsettled file a conflict: without a base, a merger merges an empty side as an added file. */
function unlessUnsettled({ unsettled }: FileSides, result: MergedContents): MergedContents {
  if (!unsettled || (result.status === "merged" && result.preferred)) return result;
  const conflict = result.status === "conflict" ? result.conflict : { kind: "text" as const };
  const reason = conflict.reason === undefined ? UNSETTLED : `${conflict.reason} ${UNSETTLED}`;
  return { status: "conflict", conflict: { ...conflict, reason } };
}

function outcomeOf(files: FileSides, mode: number | null, result: MergedContents): Outcome {
  const permissions = permissionsReason(files);
  if (result.status === "conflict") {
    const { reason } = result.conflict;
    const both = reason === undefined ? permissions : `${reason} ${permissions}`;
    const more = mode === null ? { reason: both } : { mode };
    return { status: "conflict", conflict: { ...files, ...result.conflict, ...more } };
  }
  const { size, content } = result.content;
  if (mode !== null) return merged(fileEntry(mode, size, content));
  const modes: TreeConflict = { ...files, kind: "mode", reason: permissions, content: { size, content } };
  return { status: "conflict", conflict: modes };
}
