// @browser-safe
import type { Region } from "../text/region.ts";
import type { MergeTexts } from "./merge-source.ts";
import { cutPieces, piecesWithin } from "./pieces.ts";
import { asSuggestion, joinRegions } from "./recut.ts";
import { chosenState, isChoice, mergedState, type RegionState, typedState } from "./region-state.ts";

/**
 * Returns the states of the two parts of a hunk. A choice holds for both; typed lines are cut before line `at` of them; all
 * else is as the merge leaves it.
 */
export function splitState(
  { decision, pieces, lines }: RegionState,
  [before, after]: readonly [Region, Region],
  at: number,
  texts: MergeTexts,
): RegionState[] {
  if (isChoice(decision)) return [before, after].map((part) => chosenState(part, decision, texts));
  if (decision !== "typed") return [mergedState(before, texts), mergedState(after, texts)];
  return [
    typedState(before, piecesWithin(cutPieces(pieces, 0, at), before)),
    typedState(after, piecesWithin(cutPieces(pieces, at, lines), after)),
  ];
}

/**
 * Returns the state of a region that consecutive ones are joined to. Decided lines stay as they are, under their choice if
 * it was the same everywhere; if a conflict was open, or nothing was decided, it is as the merge leaves the region.
 */
export function joinedState(states: readonly RegionState[], texts: MergeTexts): RegionState {
  const [first, last] = [states[0], states.at(-1)];
  if (first === undefined || last === undefined) throw new RangeError("There are no regions to join.");
  const joined = joinRegions(first.region, last.region, texts);
  const region = states.some((state) => state.region.suggestion) ? asSuggestion(joined) : joined;
  const isOpen = states.some(({ decision }) => decision === "open");
  const isDecided = states.some(({ decision }) => decision !== "auto");
  if (isOpen || !isDecided) return mergedState(region, texts);
  const choices = new Set(states.filter((state) => !isPlain(state)).map(({ decision }) => decision));
  const [choice] = choices;
  if (choices.size === 1 && (choice === "ours" || choice === "theirs" || choice === "base")) {
    return chosenState(region, choice, texts);
  }
  return typedState(
    region,
    states.flatMap(({ pieces }) => pieces),
  );
}

/** Joins neighbours that are unchanged and were not typed into. */
export function joinUnchanged(states: readonly RegionState[], texts: MergeTexts): RegionState[] {
  const joined: RegionState[] = [];
  for (const state of states) {
    const last = joined.at(-1);
    if (last !== undefined && isPlain(last) && isPlain(state)) {
      joined[joined.length - 1] = mergedState(joinRegions(last.region, state.region, texts), texts);
    } else {
      joined.push(state);
    }
  }
  return joined;
}

function isPlain({ region, decision }: RegionState): boolean {
  return region.kind === "unchanged" && decision === "auto";
}
