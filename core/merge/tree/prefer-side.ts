import type { Entry } from "../../manifest/entry.ts";
import type { MergeSide } from "../conflicting-moves.ts";
import type { TreeConflict } from "./conflict.ts";
import { merged, type PathOutcomes, type PathSides } from "./paths.ts";

/** Decides every conflict for one side: its files, folders and moves stand, and the other side's do not. */
export function preferSide(side: MergeSide, paths: PathOutcomes): void {
  const { differences, outcomes, clashes, moveConflicts } = paths;
  for (const { path, ...sides } of differences.values()) {
    const outcome = outcomes.get(path);
    if (outcome?.status === "conflict") outcomes.set(path, merged(versionOf(side, outcome.conflict, sides)));
  }
  for (const path of [...moveConflicts.flatMap(({ paths }) => paths), ...[...clashes.values()].flat()]) {
    outcomes.set(path, merged(differences.get(path)?.[side] ?? null));
  }
}

/** Returns a side's version of a path in conflict, with the content or mode that did merge. */
function versionOf(
  side: MergeSide,
  { content, mode, ...conflict }: TreeConflict,
  sides: Pick<PathSides, "ours" | "theirs">,
): Entry | null {
  const file = conflict[side];
  // The side may have an empty folder there.
  if (file === null) return sides[side];
  return { ...file, ...content, ...(mode !== undefined && { mode }) };
}
