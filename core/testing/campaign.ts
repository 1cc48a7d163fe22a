import { appendFileSync } from "node:fs";
import { join } from "node:path";

/** What a campaign counts. Races are counted in ms. */
export type Figure = "kills" | "faults" | "prefixes" | "cases" | "races";

/** The seed of a run, from which all its cases follow. */
export const SEED = Number(process.env.STRATA_SEED ?? Date.now() % 1_000_000);

/** Returns how many processes to kill: `few`, or as many as `npm run proof` says. */
export function killsOf(few: number): number {
  return Number(process.env.STRATA_KILLS ?? few);
}

/** Whether all cases are tried where there are too many for every run of the tests. */
export const IS_WHOLE = process.env.STRATA_FAULTS === "all";

/**
 * Counts something that a store has survived, for the table of `npm run proof`; `of` says what was killed, failed or raced. Does
 * nothing in other runs. Call it after the store was found to be sound.
 */
export function survived(figure: Figure, of: string, count = 1): void {
  const folder = process.env.STRATA_PROOF;
  if (folder === undefined) return;
  appendFileSync(
    join(folder, `${process.pid}.jsonl`),
    `${JSON.stringify({ figure, of, count, seed: SEED })}\n`,
  );
}
