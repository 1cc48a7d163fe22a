import type { Repository } from "../repository/repository.ts";

/** Says which packs were found lost or damaged when the store was opened: sentences without their full stops. */
export function packProblems({ missing, damaged }: Repository["reconciliation"]): string[] {
  return [
    ...missing.map((name) => `The pack ${name} is gone from the store`),
    ...damaged.map(({ name, reason }) => `The pack ${name} cannot be read in, because ${reason}`),
  ];
}
