import type { RegionState } from "../../../../core/merge/model/region-state.ts";

/** How a hunk stands: not decided, with or without a suggestion; decided; applied by the merge; typed by hand. */
export type RegionLook = "open" | "suggested" | "resolved" | "auto" | "typed";

/** Returns how a region is shown; undefined for one that is unchanged and was not typed into. */
export function lookOf({ region, decision }: RegionState): RegionLook | undefined {
  if (decision === "typed") return "typed";
  if (region.kind === "unchanged") return undefined;
  if (decision === "open") return region.suggestion === undefined ? "open" : "suggested";
  return decision === "auto" ? "auto" : "resolved";
}
