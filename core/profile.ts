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

/** Checks a profile and gives it back. Throws `BadInput` naming the value that does not fit. */
export function checkProfile(profile: Profile): Profile {
  for (const [name, lowest, highest] of BOUNDS) {
    const value = profile[name];
    if (!Number.isSafeInteger(value) || value < lowest || value > highest) {
      throw new StrataError(
        "BadInput",
        `${name} is ${value}, but must be a whole number from ${lowest} to ${highest}.`,
      );
    }
  }
  if (profile.inlineMax > profile.wholeMax) {
    throw new StrataError(
      "BadInput",
      `inlineMax (${profile.inlineMax}) is more than wholeMax (${profile.wholeMax}).`,
    );
  }
  if (profile.chunkMin > profile.chunkAvg || profile.chunkAvg > profile.chunkMax) {
    throw new StrataError("BadInput", "Chunk sizes must ascend: chunkMin ≤ chunkAvg ≤ chunkMax.");
  }
  return profile;
}

/** Tells whether two profiles cut alike, so that ids may be compared. */
export function sameProfile(a: Profile, b: Profile): boolean {
  return BOUNDS.every(([name]) => a[name] === b[name]);
}
