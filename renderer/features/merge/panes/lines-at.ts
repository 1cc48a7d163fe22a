import type { FileMerge } from "../../../../core/merge/model/file-merge.ts";
import { cutBefore, placeBefore } from "../../../../core/merge/model/recut.ts";
import type { PaneName } from "./pane-names.ts";
import type { Spot } from "./panes.ts";

/** A line of each pane; undefined where there is none that corresponds. */
export type LinesAt = Readonly<Record<PaneName, string | undefined>>;

/** Returns the line at a spot in its own pane, and the lines of the others that correspond to it. */
export function linesAt(merge: FileMerge, { pane, line }: Spot): LinesAt {
  const { texts } = merge.source;
  const { region, result } = merge.region(merge.indexOf(pane, line));
  const own = pane === "result" ? result : region[pane];
  const linesOf = (of: PaneName) => {
    const { start, count } = of === "result" ? result : region[of];
    return of === "result" ? merge.lines(start, start + count) : texts[of].slice(start, start + count);
  };
  const lines = linesOf(pane);
  const at = line - own.start;
  const cut = cutBefore(region, texts, lines, at);
  const lineOf = (of: PaneName): string | undefined => {
    if (of === pane) return lines[at];
    if (of === "result") return linesOf("result")[placeBefore(lines, linesOf("result"), at)];
    return cut[of] < region[of].start + region[of].count ? texts[of][cut[of]] : undefined;
  };
  return { base: lineOf("base"), theirs: lineOf("theirs"), ours: lineOf("ours"), result: lineOf("result") };
}
