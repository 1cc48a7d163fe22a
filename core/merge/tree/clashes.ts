import { ClashWatch } from "../../manifest/clash.ts";
import { type Entry, entryType } from "../../manifest/entry.ts";
import type { TreeConflict } from "./conflict.ts";
import type { PathSides } from "./differences.ts";
import { fileOf, merged, type Outcome } from "./merge-path.ts";
import type { PathOutcomes } from "./paths.ts";

/**
 * Finds the names that would be both a file (or link) of one side and a folder of the other, each with all paths below it, in
 * conflict or not, there or gone. Only what a merge leaves counts: a folder whose files are all gone is none, nor is an empty
 * one. Paths and what was made of them come in the order of the paths' bytes.
 */
export function findClashes(outcomes: ReadonlyMap<string, Outcome>): Map<string, string[]> {
  const files = new ClashWatch();
  const below = new Map<string, string[]>();
  const clashes = new Map<string, string[]>();
  for (const [path, outcome] of outcomes) {
    const above = files.above(path);
    if (above !== undefined) {
      const paths = below.get(above) ?? [];
      below.set(above, paths);
      paths.push(path);
      if (isFile(outcome)) clashes.set(above, paths);
    } else if (isFile(outcome)) {
      files.add(path);
    }
  }
  return clashes;
}

/** Finds the empty folders that are none in what a merge leaves: something else is below them, or a file above. */
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

/** Makes each clash the one conflict of its path, which stands for whatever is below. */
export function foldClashes({ differences, outcomes, clashes }: PathOutcomes): void {
  for (const [path, below] of clashes) {
    const sides = differences.get(path);
    if (sides === undefined) continue;
    const inFolder = below.flatMap((each) => differences.get(each) ?? []);
    outcomes.set(path, { status: "conflict", conflict: describeClash(sides, inFolder) });
    for (const each of below) outcomes.set(each, merged(null));
  }
}

function describeClash({ path, ...sides }: PathSides, inFolder: readonly PathSides[]): TreeConflict {
  const [base, ours, theirs] = [fileOf(sides.base), fileOf(sides.ours), fileOf(sides.theirs)];
  const reason = `Ours has ${thing(ours, inFolder, "ours")} where theirs has ${thing(theirs, inFolder, "theirs")}.`;
  return { path, base, ours, theirs, kind: "type", reason };
}

function thing(entry: Entry | null, inFolder: readonly PathSides[], side: "ours" | "theirs"): string {
  if (entry !== null) return entryType(entry) === "file" ? "a file" : "a link";
  const count = inFolder.filter((sides) => fileOf(sides[side]) !== null).length;
  return `a folder with ${count === 1 ? "1 file" : `${count} files`}`;
}

/** Tells whether a file or a link is left, or may be: whatever is in conflict is one. */
function isFile(outcome: Outcome): boolean {
  return outcome.status !== "merged" || fileOf(outcome.entry) !== null;
}
