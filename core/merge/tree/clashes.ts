import { ClashWatch } from "../../manifest/clash.ts";
import { type Entry, entryType } from "../../manifest/entry.ts";
import { listIn } from "../list-in.ts";
import type { TreeConflict } from "./conflict.ts";
import { fileOf, merged, type Outcome, type PathOutcomes, type PathSides } from "./paths.ts";

/**
 * Finds the paths that would be both a file (or link) of one side and a folder of the other. Each comes with all paths
 * below it, also deleted ones. A folder without files in the merge result does not clash. Outcomes must be in byte order
 * of their paths.
 */
export function findClashes(outcomes: ReadonlyMap<string, Outcome>): Map<string, string[]> {
  const files = new ClashWatch();
  const below = new Map<string, string[]>();
  const clashes = new Map<string, string[]>();
  for (const [path, outcome] of outcomes) {
    const above = files.above(path);
    if (above !== undefined) {
      const paths = listIn(below, above);
      paths.push(path);
      if (isFile(outcome)) clashes.set(above, paths);
    } else if (isFile(outcome)) {
      files.add(path);
    }
  }
  return clashes;
}

/** Finds the empty folders that the merge result has no place for: something is below them, or a file above. */
export function foldersThatGiveWay(outcomes: ReadonlyMap<string, Outcome>): Set<string> {
  const watch = new ClashWatch();
  const giveWay = new Set<string>();
  for (const [path, outcome] of outcomes) {
    if (outcome.status === "merged" && outcome.entry === null) continue;
    const above = watch.above(path);
    const over = above === undefined ? undefined : outcomes.get(above);
    if (over !== undefined && isFile(over)) {
      giveWay.add(path);
    } else {
      if (above !== undefined) giveWay.add(above);
      watch.add(path);
    }
  }
  return giveWay;
}

/** Replaces the outcomes of each clash with one conflict at its path. */
export function foldClashes({ differences, outcomes, clashes }: PathOutcomes): void {
  for (const [path, below] of clashes) {
    const sides = differences.get(path);
    if (sides === undefined) continue;
    const inFolder = below.flatMap((each) => differences.get(each) ?? []);
    outcomes.set(path, { status: "conflict", conflict: clashConflict(sides, inFolder) });
    for (const each of below) outcomes.set(each, merged(null));
  }
}

function clashConflict({ path, ...sides }: PathSides, inFolder: readonly PathSides[]): TreeConflict {
  const [base, ours, theirs] = [fileOf(sides.base), fileOf(sides.ours), fileOf(sides.theirs)];
  const reason = `Ours has ${thing(ours, inFolder, "ours")} where theirs has ${thing(theirs, inFolder, "theirs")}.`;
  return { path, base, ours, theirs, kind: "type", reason };
}

function thing(entry: Entry | null, inFolder: readonly PathSides[], side: "ours" | "theirs"): string {
  if (entry !== null) return entryType(entry) === "file" ? "a file" : "a link";
  const count = inFolder.filter((sides) => fileOf(sides[side]) !== null).length;
  return `a folder with ${count === 1 ? "1 file" : `${count} files`}`;
}

/** Returns whether the merge leaves a file or link, or may leave one: a path in conflict counts. */
function isFile(outcome: Outcome): boolean {
  return outcome.status !== "merged" || fileOf(outcome.entry) !== null;
}
