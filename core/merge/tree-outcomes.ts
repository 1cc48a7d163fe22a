import { fileEntry } from "../manifest/entry.ts";
import type { FileSides, MergeContents, MergedContents } from "./merge-contents.ts";
import { isRegular, merged, mergeEntry, type Outcome, permissionsReason, sameOrNone } from "./merge-entry.ts";
import type { PathOutcomes } from "./path-outcomes.ts";
import { findClashes } from "./tree-clashes.ts";
import type { TreeConflict } from "./tree-conflict.ts";
import type { PathSides } from "./tree-differences.ts";
import type { Rename } from "./tree-renames.ts";

/** Merges every path; what one side changed in a file goes to where the other moved it, unless that place is disputed. */
export function mergePaths(
  differences: ReadonlyMap<string, PathSides>,
  renames: readonly Rename[],
): PathOutcomes {
  const outcomes = new Map<string, Outcome>();
  for (const sides of differences.values()) outcomes.set(sides.path, mergeEntry(sides));
  let moves = renames.flatMap((rename) => moveOf(rename, differences) ?? []);
  for (const { from, to, by, edit } of moves) {
    outcomes.set(from.path, merged(from[by]));
    outcomes.set(to.path, mergeEntry(edit));
  }
  for (;;) {
    const clashes = findClashes(outcomes);
    const disputed = new Set([...clashes].flatMap(([path, below]) => [path, ...below]));
    const undone = moves.filter(({ to }) => disputed.has(to.path));
    if (undone.length === 0) return { differences, outcomes, clashes };
    // The file that stays where it was may dispute the place that another one was moved to.
    for (const sides of undone.flatMap(({ from, to }) => [from, to])) {
      outcomes.set(sides.path, mergeEntry(sides));
    }
    moves = moves.filter(({ to }) => !disputed.has(to.path));
  }
}

/** Merges the contents that both sides changed, one after the other, and gives whose merge was clean, and whose preferred. */
export async function mergeAllContents(
  outcomes: Map<string, Outcome>,
  mergeContents: MergeContents,
): Promise<{ autoMerged: string[]; preferred: string[] }> {
  const autoMerged: string[] = [];
  const preferred: string[] = [];
  for (const [path, outcome] of outcomes) {
    if (outcome.status !== "contents") continue;
    const result = await mergeContents(outcome.files);
    outcomes.set(path, outcomeOf(outcome.files, outcome.mode, result));
    if (result.status !== "merged") continue;
    autoMerged.push(path);
    if (result.preferred) preferred.push(path);
  }
  return { autoMerged, preferred };
}

/** A file that one side moved and the other one edited: its old and its new path, and what is merged at the new one. */
interface Move {
  readonly from: PathSides;
  readonly to: PathSides;
  readonly by: Rename["by"];
  readonly edit: PathSides;
}

function moveOf(rename: Rename, differences: ReadonlyMap<string, PathSides>): Move | undefined {
  const { by } = rename;
  const from = differences.get(rename.from);
  const to = differences.get(rename.to);
  if (from === undefined || to === undefined) return undefined;
  const edited = by === "ours" ? from.theirs : from.ours;
  if (!isRegular(edited) || sameOrNone(from.base, edited)) return undefined;
  const sides = by === "ours" ? { ours: to.ours, theirs: edited } : { ours: edited, theirs: to.theirs };
  return { from, to, by, edit: { path: to.path, base: from.base, ...sides } };
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
