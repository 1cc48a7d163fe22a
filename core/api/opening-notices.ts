import type { Repository } from "../repository/repository.ts";

/** The findings of opening a store. */
export type Opened = Pick<Repository, "reconciliation" | "wasOpenToOthers">;

/** Says which packs were found lost or damaged when the store was opened: sentences without their full stops. */
export function packProblems({ reconciliation: { missing, damaged } }: Opened): string[] {
  return [
    ...missing.map((name) => `The pack ${name} is gone from the store`),
    ...damaged.map(({ name, reason }) => `The pack ${name} cannot be read in, because ${reason}`),
  ];
}

/** Says that others could read the store's files until it was opened: a sentence without its full stop, if they could. */
export function closedNotices({ wasOpenToOthers }: Opened): string[] {
  return wasOpenToOthers
    ? ["Other users could read the store's files; from now on only their owner can"]
    : [];
}
