import { closedNotices, type Opened, packProblems } from "../../api/opening-notices.ts";
import { safeText } from "./safe-text.ts";

/** Returns the findings of opening the store, one a line: lost or damaged packs, files that others could read. */
export function openingNotices(opened: Opened): string[] {
  return [
    ...packProblems(opened).map(
      (problem) => `strata: warning: ${safeText(problem)}; run \`strata verify\` to see what that touches.`,
    ),
    ...closedNotices(opened).map((notice) => `strata: ${notice}.`),
  ];
}
