import type { Entry } from "../../manifest/entry.ts";
import type { PathSides } from "./differences.ts";
import { isRegular, type Outcome, sameOrNone } from "./merge-path.ts";
import type { PathOutcomes } from "./paths.ts";

/** What is known of files that have a part of their content in a file beside them, which is called after them. */
export interface FileParts {
  /** What the names of all such parts end in. */
  readonly suffixes: readonly string[];
  /** Gives those that belong to a file of this content. */
  of(entry: Entry): Promise<readonly string[]>;
}

/**
 * Has a file and its part be in conflict where a merge would take the one from one side and the other from the other: each side
 * has a content that only both together are.
 */
export async function findTornFiles(
  { differences, outcomes }: PathOutcomes,
  parts: FileParts,
): Promise<void> {
  for (const part of differences.values()) {
    for (const suffix of parts.suffixes) {
      const whole = part.path.endsWith(suffix)
        ? differences.get(part.path.slice(0, -suffix.length))
        : undefined;
      if (whole === undefined || !isTorn(outcomes, whole, part)) continue;
      const holder = [whole.ours, whole.theirs].find(isRegular);
      if (holder === undefined || !(await parts.of(holder)).includes(suffix)) continue;
      outcomes.set(
        whole.path,
        conflictOf(whole, "sqlite", `Some of its content is in ${part.path}, which the other side changed.`),
      );
      outcomes.set(
        part.path,
        conflictOf(part, "binary", `It is a part of ${whole.path}, which the other side changed.`),
      );
    }
  }
}

/** Tells whether what is merged at both paths is no side's. */
function isTorn(outcomes: ReadonlyMap<string, Outcome>, whole: PathSides, part: PathSides): boolean {
  const [one, other] = [outcomes.get(whole.path), outcomes.get(part.path)];
  if (one?.status !== "merged" || other?.status !== "merged") return false;
  const isOf = (side: "ours" | "theirs") =>
    sameOrNone(one.entry, whole[side]) && sameOrNone(other.entry, part[side]);
  return !isOf("ours") && !isOf("theirs");
}

function conflictOf(sides: PathSides, kind: "sqlite" | "binary", reason: string): Outcome {
  return { status: "conflict", conflict: { ...sides, kind, reason } };
}
