import type { CompanionFiles } from "../content/choose-merger.ts";
import { isRegular, type Outcome, type PathOutcomes, type PathSides, sameOrNone } from "./paths.ts";

/**
 * Marks a file and its companion as in conflict if the merge would take them from different sides: a side's content is
 * complete only with its own companion.
 */
export async function markCompanionConflicts(
  { differences, outcomes }: PathOutcomes,
  companions: CompanionFiles,
): Promise<void> {
  for (const companion of differences.values()) {
    for (const suffix of companions.suffixes) {
      const main = companion.path.endsWith(suffix)
        ? differences.get(companion.path.slice(0, -suffix.length))
        : undefined;
      if (main === undefined || !isMixed(outcomes, main, companion)) continue;
      const file = [main.ours, main.theirs].find(isRegular);
      if (file === undefined || !(await companions.of(file)).includes(suffix)) continue;
      outcomes.set(
        main.path,
        conflictOf(
          main,
          "sqlite",
          `Part of its content is in ${companion.path}, which the other side changed.`,
        ),
      );
      outcomes.set(
        companion.path,
        conflictOf(companion, "binary", `It is a part of ${main.path}, which the other side changed.`),
      );
    }
  }
}

/** Returns whether the merge results at both paths, taken together, are neither side's. */
function isMixed(outcomes: ReadonlyMap<string, Outcome>, main: PathSides, companion: PathSides): boolean {
  const [one, other] = [outcomes.get(main.path), outcomes.get(companion.path)];
  if (one?.status !== "merged" || other?.status !== "merged") return false;
  const isOf = (side: "ours" | "theirs") =>
    sameOrNone(one.entry, main[side]) && sameOrNone(other.entry, companion[side]);
  return !isOf("ours") && !isOf("theirs");
}

function conflictOf(sides: PathSides, kind: "sqlite" | "binary", reason: string): Outcome {
  return { status: "conflict", conflict: { ...sides, kind, reason } };
}
