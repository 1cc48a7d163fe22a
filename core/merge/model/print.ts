// @browser-safe
import type { FileMerge } from "./file-merge.ts";
import { contentOf, endOf } from "./lines.ts";
import type { Origin } from "./region-state.ts";

const SIGNS: Readonly<Record<Origin, string>> = {
  base: " ",
  ours: "<",
  theirs: ">",
  both: "=",
  combined: "&",
  typed: "+",
  unresolved: "?",
};

/**
 * Prints a merge for tests and reports: for each region a line such as `[12 conflict ours+theirs]`, then its lines in the
 * result, each after a sign for its origin: base ` `, ours `<`, theirs `>`, both `=`, combined `&`, typed `+`,
 * unresolved `?`. Line
 * ends other than "\n" are noted.
 */
export function printMerge(merge: FileMerge): string {
  const printed: string[] = [];
  for (const { index, region, decision, result } of merge.regions()) {
    printed.push(`[${index} ${region.kind} ${decision}]`);
    for (const { origin, start, count } of merge.origins(result.start, result.start + result.count)) {
      for (const line of merge.lines(start, start + count)) {
        const end = { "\n": "", "\r\n": " (CR LF)", "": " (no end)" }[endOf(line)];
        printed.push(`${SIGNS[origin]} ${contentOf(line)}${end}`);
      }
    }
  }
  return printed.join("\n");
}
