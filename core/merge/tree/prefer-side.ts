import type { Entry } from "../../manifest/entry.ts";
import type { TreeConflict } from "./conflict.ts";
import type { PathSides } from "./differences.ts";
import { merged } from "./merge-path.ts";
import type { PathOutcomes } from "./paths.ts";

/**
 * Decides every conflict for one side: what it has stands, folders with all that is in them and files wherever it moved them,
 * and the other's goes.
 */
export function preferSide(side: "ours" | "theirs", paths: PathOutcomes): void {
  const { differences, outcomes, clashes, divergences } = paths;
  for (const { path, ...sides } of differences.values()) {
    const outcome = outcomes.get(path);
    if (outcome?.status === "conflict") outcomes.set(path, merged(versionOf(side, outcome.conflict, sides)));
  }
  for (const path of [...divergences.flatMap(({ paths }) => paths), ...[...clashes.values()].flat()]) {
    outcomes.set(path, merged(differences.get(path)?.[side] ?? null));
  }
}

/** Gives a side's version of a conflict, with what of it did merge. */
function versionOf(
  side: "ours" | "theirs",
  { content, mode, ...conflict }: TreeConflict,
  sides: Pick<PathSides, "ours" | "theirs">,
): Entry | null {
  const file = conflict[side];
  // Where it has no file, it may have an empty folder.
  if (file === null) return sides[side];
  return { ...file, ...content, ...(mode !== undefined && { mode }) };
}
