import { closedNotices, type Opened, packProblems } from "../../api/opening-notices.ts";
import { safeText } from "./safe-text.ts";

/** Tells what opening the store found, a line each: packs that are lost or damaged, files that others could read. */
export function openingNotices(opened: Opened): string[] {
  return [
    ...packProblems(opened).map(
      (problem) => `strata: warning: ${safeText(problem)}; run \`strata verify\` to see what that touches.`,
    ),
    ...closedNotices(opened).map((notice) => `strata: ${notice}.`),
  ];
}
