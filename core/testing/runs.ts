const TIMES = Number(process.env.STRATA_TIMES ?? 1);

/** The number of cases that a property is tried with: `few`, or `STRATA_TIMES` times as many. */
export function runs(few: number): { readonly numRuns: number } {
  return { numRuns: few * TIMES };
}
