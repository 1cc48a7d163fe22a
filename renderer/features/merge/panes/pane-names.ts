import type { LinesOf } from "../../../../core/merge/model/merge-result.ts";

/** A pane of the view: one of the three texts, or the result. */
export type PaneName = LinesOf;

export const PANES = ["theirs", "result", "ours", "base"] as const satisfies readonly PaneName[];
