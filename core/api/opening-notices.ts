import type { Repository } from "../repository/repository.ts";

/** The findings of opening a store. */
export type Opened = Pick<Repository, "reconciliation" | "wasOpenToOthers">;

/** Returns a sentence, without its full stop, for each kind of pack found lost or damaged at opening. */
export function packProblems({ reconciliation: { missing, damaged } }: Opened): string[] {
  return [
    ...missing.map((name) => `The pack ${name} is gone from the store`),
    ...damaged.map(({ name, reason }) => `The pack ${name} cannot be read in, because ${reason}`),
  ];
}

/** Returns a sentence, without its full stop, if other users could read the store's files until it was opened. */
export function closedNotices({ wasOpenToOthers }: Opened): string[] {
  return wasOpenToOthers
    ? ["Other users could read the store's files; from now on only their owner can"]
    : [];
}
