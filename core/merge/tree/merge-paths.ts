import { entryType, fileEntry, sameEntry } from "../../manifest/entry.ts";
import type { FileSides, MergeContents, MergedContents } from "../content/file-sides.ts";
import { otherSide } from "../divergent-moves.ts";
import { findClashes } from "./clashes.ts";
import type { TreeConflict } from "./conflict.ts";
import type { PathSides } from "./differences.ts";
import { merged, mergeEntry, type Outcome, permissionsReason, UNSETTLED } from "./merge-path.ts";
import { findDivergences } from "./move-conflicts.ts";
import type { PathOutcomes } from "./paths.ts";
import type { PathMove, Renames } from "./renames.ts";

/**
 * Merges every path; what one side changed in a file goes to where the other moved it, unless that place is disputed. Moves
 * that do not go together are left to be decided.
 */
export function mergePaths(
  differences: ReadonlyMap<string, PathSides>,
  { followed, divergent }: Renames,
): PathOutcomes {
  const outcomes = new Map<string, Outcome>();
  for (const sides of differences.values()) outcomes.set(sides.path, mergeEntry(sides));
  const divergences = findDivergences(divergent);
  for (const path of divergences.flatMap(({ paths }) => paths)) outcomes.set(path, { status: "moved" });
  let moves = followed.flatMap((move) => editedMove(move) ?? []);
  for (const { from, to, by, pair, edit } of moves) {
    outcomes.set(from, merged(pair.from[by]));
    outcomes.set(to, mergeEntry(edit));
  }
  for (;;) {
    const clashes = findClashes(outcomes);
    const disputed = new Set([...clashes].flatMap(([path, below]) => [path, ...below]));
    const undone = moves.filter(({ to }) => disputed.has(to));
    if (undone.length === 0) return { differences, outcomes, clashes, divergences };
    // The file that stays where it was may dispute the place that another one was moved to.
    for (const sides of undone.flatMap(({ pair }) => [pair.from, pair.to])) {
      outcomes.set(sides.path, mergeEntry(sides));
    }
    moves = moves.filter(({ to }) => !disputed.has(to));
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
    const result = asked(outcome.files, await mergeContents(outcome.files));
    outcomes.set(path, outcomeOf(outcome.files, outcome.mode, result));
    if (result.status !== "merged") continue;
    autoMerged.push(path);
    if (result.preferred) preferred.push(path);
  }
  return { autoMerged, preferred };
}

/** A file that one side moved and the other one edited, and what is merged where it is now. */
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

/** Has what both came from does not agree on be a conflict; a merger takes a file without a base, and an empty side, for one that was added. */
function asked({ unsettled }: FileSides, result: MergedContents): MergedContents {
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
