// @browser-safe
import type { Region, RegionKind } from "../region.ts";
import type { MergeTexts } from "./merge-source.ts";
import { countLines, type Piece, piecesOf } from "./pieces.ts";

/** What a person can take for a region. `base` is neither side's change, `nothing` no line at all. */
export type Choice = "ours" | "theirs" | "ours+theirs" | "theirs+ours" | "base" | "nothing";

/**
 * How the lines of a region came to be: `auto` as the merge itself decided, `open` for a conflict that nobody has decided,
 * a choice, or typed by hand.
 */
export type Decision = "auto" | "open" | Choice | "typed";

/** A region of the merge with its lines in the result. Immutable. */
export interface RegionState {
  readonly region: Region;
  readonly decision: Decision;
  readonly pieces: readonly Piece[];
  /** How many lines the pieces have. */
  readonly lines: number;
}

/** Where a line of the result comes from; `both` is a change that both sides made, `unresolved` a line of an open conflict. */
export type Origin = "base" | "ours" | "theirs" | "both" | "typed" | "unresolved";

/** Gives a region as the merge leaves it: one-sided and equal changes are in, conflicts are open and hold the base. */
export function mergedState(region: Region, texts: MergeTexts): RegionState {
  const { kind } = region;
  const side = kind === "both" ? "ours" : kind === "ours" || kind === "theirs" ? kind : "base";
  const pieces = piecesOf(side, texts[side], region[side]);
  return stateOf(region, kind === "conflict" ? "open" : "auto", pieces);
}

/**
 * Gives a region with what was chosen for it. Outside of conflicts the choices fall together, and equal ones give equal
 * states: the side that did not change is the base, and the one that did, or both, is what the merge made of it.
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

/** Gives a region with lines by hand. */
export function typedState(region: Region, pieces: readonly Piece[]): RegionState {
  return stateOf(region, "typed", pieces);
}

/** Tells where the lines of a piece of a region come from. */
export function originOf({ region, decision }: RegionState, { from }: Piece): Origin {
  if (decision === "open") return "unresolved";
  return region.kind === "both" && from === "ours" ? "both" : from;
}

/** Tells what a choice means for a region of a kind. */
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

/** Tells whether something is a choice. */
export function isChoice(value: unknown): value is Choice {
  return typeof value === "string" && Object.hasOwn(SIDES, value);
}

function stateOf(region: Region, decision: Decision, pieces: readonly Piece[]): RegionState {
  return { region, decision, pieces, lines: countLines(pieces) };
}
