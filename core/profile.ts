import { StrataError } from "./errors.ts";

/**
 * The sizes, in bytes, that decide how a store cuts files into chunks. They are set when the store is created and never
 * change, since the ids of large files depend on them. A file of up to `inlineMax` is stored in its manifest entry, one
 * of up to `wholeMax` as one chunk, a larger one is cut by FastCDC.
 */
export interface Profile {
  readonly inlineMax: number;
  readonly wholeMax: number;
  readonly chunkMin: number;
  readonly chunkAvg: number;
  readonly chunkMax: number;
}

const KiB = 1024;
const MiB = 1024 * KiB;

/** The profile of a store that is created without naming one. */
export const DEFAULT_PROFILE: Profile = {
  inlineMax: 512,
  wholeMax: 64 * KiB,
  chunkMin: 256 * KiB,
  chunkAvg: 1 * MiB,
  chunkMax: 4 * MiB,
};

/** The size limit of an object under any profile. It bounds the memory that a reader needs. */
export const MAX_OBJECT = 16 * MiB;

/** The allowed range of every value: name, minimum, maximum. */
const BOUNDS: readonly (readonly [keyof Profile, number, number])[] = [
  ["inlineMax", 0, 64 * KiB],
  ["wholeMax", 0, MAX_OBJECT],
  ["chunkMin", 64, 4 * MiB],
  ["chunkAvg", 256, 4 * MiB],
  ["chunkMax", 1024, MAX_OBJECT],
];

const ASCENDING: readonly (readonly [keyof Profile, keyof Profile])[] = [
  ["inlineMax", "wholeMax"],
  ["chunkMin", "chunkAvg"],
  ["chunkAvg", "chunkMax"],
];

/** Validates a profile and returns it. Throws `BadInput` naming the wrong value as it is written in options. */
export function checkProfile(profile: Profile): Profile {
  for (const [name, lowest, highest] of BOUNDS) {
    const value = profile[name];
    if (!Number.isSafeInteger(value) || value < lowest || value > highest) {
      throw unfit(`${written(name)} is ${value}, but must be a whole number from ${lowest} to ${highest}.`);
    }
  }
  for (const [lesser, greater] of ASCENDING) {
    if (profile[lesser] <= profile[greater]) continue;
    throw unfit(
      `${written(lesser)} (${profile[lesser]}) is more than ${written(greater)} (${profile[greater]}).`,
    );
  }
  return profile;
}

/** Returns the name of a value as options write it: `chunk-min`. */
function written(name: keyof Profile): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function unfit(message: string): StrataError {
  return new StrataError("BadInput", message, {
    hint: "Sizes are in bytes, and ascend: inline-max ≤ whole-max, and chunk-min ≤ chunk-avg ≤ chunk-max.",
  });
}

/** Returns whether two profiles cut files alike, so that ids may be compared. */
export function sameProfile(a: Profile, b: Profile): boolean {
  return BOUNDS.every(([name]) => a[name] === b[name]);
}
