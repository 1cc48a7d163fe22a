// @browser-safe
import { FileMerge } from "./file-merge.ts";
import type { RegionState } from "./region-state.ts";
import { type SavedRegion, saveRegion } from "./saved-region.ts";
import { StateSequence } from "./state-sequence.ts";

/**
 * Returns the step that takes one state of a merge to another: the regions that differ, with those that they were cut or
 * joined with. Empty where nothing differs.
 */
export function stepBetween(before: FileMerge, after: FileMerge): SavedRegion[] {
  const step: SavedRegion[] = [];
  for (const states of differences(before, after)) step.push(...states.map(saveRegion));
  return step;
}

/**
 * Returns the same merge with the region states of another one where these are equal, so that what did not change is the
 * same object.
 */
export function withEqualStates(merge: FileMerge, other: FileMerge): FileMerge {
  const known = new Map([...other.states.states()].map((state) => [keyOf(state), state]));
  const states = [...merge.states.states()].map((state) => known.get(keyOf(state)) ?? state);
  return new FileMerge(merge.source, StateSequence.of(states));
}

function keyOf(state: RegionState): string {
  return JSON.stringify(saveRegion(state));
}

/** Yields the regions of the shortest stretches in which two states of a merge differ, as they are in the second. */
function* differences({ states: old }: FileMerge, { states }: FileMerge): Generator<RegionState[]> {
  let [from, at] = [0, 0];
  while (at < states.length && from < old.length) {
    const start = at;
    if (old.at(from) === states.at(at)) {
      from++;
      at++;
      continue;
    }
    for (let together = false; !together; ) {
      const [a, b] = [endOf(old.at(from)), endOf(states.at(at))];
      together = a.every((end, text) => end === b[text]);
      const order = sumOf(a) - sumOf(b);
      if (order <= 0) from++;
      if (order >= 0) at++;
    }
    yield [...states.states(start, at)];
  }
}

function endOf({ region }: RegionState): number[] {
  return [region.base, region.ours, region.theirs].map(({ start, count }) => start + count);
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, each) => sum + each, 0);
}
