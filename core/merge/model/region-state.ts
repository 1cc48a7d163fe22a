// @browser-safe
import type { Region, RegionKind } from "../text/region.ts";
import type { MergeTexts } from "./merge-source.ts";
import { countLines, type Piece, piecesOf, typedPieces } from "./pieces.ts";

/** A person's choice for a region. `base` undoes both sides' changes, `nothing` leaves no line. */
export type Choice = "ours" | "theirs" | "ours+theirs" | "theirs+ours" | "base" | "nothing";

/**
 * How a region's lines were decided: `auto` by the merge itself, `open` for an unresolved conflict, a choice, `combined`
 * by merging words, typed, or `suggested` for a suggestion that was taken.
 */
export type Decision = "auto" | "open" | Choice | "combined" | "typed" | "suggested";

/** A region of the merge with its lines in the result. Immutable. */
export interface RegionState {
  readonly region: Region;
  readonly decision: Decision;
  readonly pieces: readonly Piece[];
  /** The number of lines of the pieces. */
  readonly lines: number;
}

/**
 * Where a line of the result comes from. `both` is a change that both sides made, `combined` a line of a conflict whose
 * words were merged, `unresolved` a line of an open conflict.
 */
export type Origin = "base" | "ours" | "theirs" | "both" | "combined" | "typed" | "unresolved";

/** Returns a region as the merge leaves it: one-sided and equal changes applied, conflicts open and showing the base. */
export function mergedState(region: Region, texts: MergeTexts): RegionState {
  const { kind } = region;
  const side = kind === "both" ? "ours" : kind === "ours" || kind === "theirs" ? kind : "base";
  const pieces = piecesOf(side, texts[side], region[side]);
  return stateOf(region, kind === "conflict" ? "open" : "auto", pieces);
}

/**
 * Returns a region with a choice applied. Outside of conflicts several choices mean the same and give equal states: the
 * unchanged side is the base, and the changed one, or both, is what the merge applied.
 */
export function chosenState(region: Region, choice: Choice, texts: MergeTexts): RegionState {
  const decision = meaningOf(choice, region.kind);
  if (decision === "auto") return mergedState(region, texts);
  const sides = SIDES[decision];
  return stateOf(
    region,
    decision,
    sides.flatMap((side) => piecesOf(side, texts[side], region[side])),
  );
}

/** Returns a region with its suggestion taken; undefined without one. */
export function suggestedState(region: Region, texts: MergeTexts): RegionState | undefined {
  const { suggestion: side } = region;
  return side && stateOf(region, "suggested", piecesOf(side, texts[side], region[side]));
}

/** Returns a region with typed lines. */
export function typedState(region: Region, pieces: readonly Piece[]): RegionState {
  return stateOf(region, "typed", pieces);
}

/** Returns a conflict with the lines that merging its words gives. */
export function combinedState(region: Region, lines: readonly string[]): RegionState {
  return stateOf(region, "combined", typedPieces(lines));
}

/** Returns the origin of a piece's lines in a region. */
export function originOf({ region, decision }: RegionState, { from }: Piece): Origin {
  if (decision === "open") return "unresolved";
  if (decision === "combined") return "combined";
  return region.kind === "both" && from === "ours" ? "both" : from;
}

/** Returns the decision that a choice amounts to for a kind of region. */
export function meaningOf(choice: Choice, kind: RegionKind): Choice | "auto" {
  if (kind === "conflict" || choice === "nothing") return choice;
  if (kind === "unchanged") return "auto";
  const unchangedSide = kind === "ours" ? "theirs" : kind === "theirs" ? "ours" : "base";
  return choice === "base" || choice === unchangedSide ? "base" : "auto";
}

const SIDES: Readonly<Record<Choice, readonly (keyof MergeTexts)[]>> = {
  ours: ["ours"],
  theirs: ["theirs"],
  "ours+theirs": ["ours", "theirs"],
  "theirs+ours": ["theirs", "ours"],
  base: ["base"],
  nothing: [],
};

/** Returns whether a value is a choice. */
export function isChoice(value: unknown): value is Choice {
  return typeof value === "string" && Object.hasOwn(SIDES, value);
}

function stateOf(region: Region, decision: Decision, pieces: readonly Piece[]): RegionState {
  return { region, decision, pieces, lines: countLines(pieces) };
}
