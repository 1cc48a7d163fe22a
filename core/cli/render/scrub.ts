import type { CommandOutput } from "../../api/registry/invoke.ts";
import { safeName, safeText } from "./safe-text.ts";
import { ago, isoMinute } from "./times.ts";

/** Returns how much of a store was scrubbed, and what was found, as lines. `now` is in ms since 1970. */
export function scrubLines(state: CommandOutput<"status">["scrub"], now: number): string[] {
  const { on, last, share, findings } = state;
  const when = last === null ? "never" : `last ${isoMinute(last)} (${ago(last, now)})`;
  const percent = Math.floor(share * 100);
  return [
    `Scrubbed ${when}; ${percent} % of the store within 30 days${on ? "" : "; it is turned off"}`,
    ...findings.map(({ pack, reason }) => `  ${safeName(pack)}: ${safeText(reason)}`),
  ];
}
