import { packProblems } from "../../api/pack-problems.ts";
import type { Repository } from "../../repository/repository.ts";
import { safeText } from "./safe-text.ts";

/** Tells of packs that were found lost or damaged when the store was opened, a line each. */
export function packNotices(reconciliation: Repository["reconciliation"]): string[] {
  return packProblems(reconciliation).map(
    (problem) => `strata: warning: ${safeText(problem)}; run \`strata verify\` to see what that touches.`,
  );
}
