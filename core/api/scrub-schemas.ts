import { z } from "zod";
import type { Repository } from "../repository/repository.ts";
import { count } from "./schemas.ts";

/** How much of a store the scrub has read. Times are in ms since 1970. */
export const scrubState = z.strictObject({
  on: z.boolean(),
  /** Null: never. */
  last: z.number().nullable(),
  packs: count,
  /** Packs that were read within 30 days, and their share of all packs' bytes, from 0 to 1. */
  recent: count,
  share: z.number(),
  findings: z.array(z.strictObject({ pack: z.string(), at: z.number(), damaged: count, reason: z.string() })),
});

/** Returns what the scrub of a repository has read and found. */
export function scrubStateOf(repository: Repository): z.output<typeof scrubState> {
  const { isOn: on, findings, ...summary } = repository.scrubs();
  return {
    on,
    ...summary,
    findings: findings.map(({ reason, ...finding }) => ({ ...finding, reason: reason ?? "" })),
  };
}

/** Returns a sentence, without its full stop, for each pack that the scrub found damaged. */
export function scrubFindings(repository: Pick<Repository, "scrubs">): string[] {
  return repository.scrubs().findings.map(({ pack, damaged, reason }) => {
    const objects =
      damaged === 0 ? "" : damaged === 1 ? " with 1 damaged object" : ` with ${damaged} damaged objects`;
    return `The scrub found the pack ${pack} damaged${objects}: ${reason}`;
  });
}
