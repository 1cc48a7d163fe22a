import { StrataError } from "./errors.ts";

/**
 * How a store cuts files, in bytes: chosen when it is created, and never changed, since ids of large files depend on it.
 * A file up to `inlineMax` lies in its manifest entry, one up to `wholeMax` is one chunk, a larger one is cut by FastCDC.
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

/** The profile of a store that was created without asking for another. */
export const DEFAULT_PROFILE: Profile = {
  inlineMax: 512,
  wholeMax: 64 * KiB,
  chunkMin: 256 * KiB,
  chunkAvg: 1 * MiB,
  chunkMax: 4 * MiB,
};

/** No object is larger, whatever the profile: it bounds what a reader must be ready to hold. */
export const MAX_OBJECT = 16 * MiB;

/** The bounds that every profile keeps, as [name, lowest, highest]. */
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

/** Checks a profile and gives it back. Throws `BadInput` naming the value that does not fit, as a person writes it. */
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

/** Gives the name of a value as options have it: `chunk-min`. */
function written(name: keyof Profile): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function unfit(message: string): StrataError {
  return new StrataError("BadInput", message, {
    hint: "Sizes are in bytes, and ascend: inline-max ≤ whole-max, and chunk-min ≤ chunk-avg ≤ chunk-max.",
  });
}

/** Tells whether two profiles cut alike, so that ids may be compared. */
export function sameProfile(a: Profile, b: Profile): boolean {
  return BOUNDS.every(([name]) => a[name] === b[name]);
}
