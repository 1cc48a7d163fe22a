import type { Scrub } from "./scrub-log.ts";

const DAY = 24 * 3600 * 1000;
/** Number of days in which every pack is scrubbed once. */
export const SCRUB_DAYS = 30;

/** A pack that can be scrubbed. */
export interface ScrubbedPack {
  readonly name: string;
  readonly bytes: number;
}

/** How much of a store was scrubbed. */
export interface ScrubSummary {
  /** When a pack was last scrubbed, in ms since 1970; null for never. */
  readonly last: number | null;
  readonly packs: number;
  /** Number of packs that were scrubbed within {@link SCRUB_DAYS}. */
  readonly recent: number;
  /** Their share of all packs' bytes, from 0 to 1. A store without packs is scrubbed. */
  readonly share: number;
  /** What was found wrong with packs that are still there. */
  readonly findings: readonly Scrub[];
}

/**
 * Returns the packs that are due now: of a thirtieth of all, rounded up, those that were not scrubbed in the last 24 hours, the longest
 * unread first. `now` is in ms since 1970. A scrub in the future, by a clock that was wrong, counts as none.
 */
export function duePacks(packs: readonly ScrubbedPack[], scrubs: readonly Scrub[], now: number): string[] {
  const at = new Map(scrubs.filter((scrub) => scrub.at <= now).map((scrub) => [scrub.pack, scrub.at]));
  const lastOf = ({ name }: ScrubbedPack) => at.get(name) ?? Number.NEGATIVE_INFINITY;
  const isRecent = (pack: ScrubbedPack) => lastOf(pack) > now - DAY;
  const quota = Math.ceil(packs.length / SCRUB_DAYS) - packs.filter(isRecent).length;
  return packs
    .filter((pack) => !isRecent(pack))
    .sort((a, b) => lastOf(a) - lastOf(b) || (a.name < b.name ? -1 : 1))
    .slice(0, Math.max(0, quota))
    .map(({ name }) => name);
}

/** Sums up how much of a store was scrubbed. */
export function summarize(
  packs: readonly ScrubbedPack[],
  scrubs: readonly Scrub[],
  now: number,
): ScrubSummary {
  const sizes = new Map(packs.map(({ name, bytes }) => [name, bytes]));
  const known = scrubs.filter(({ pack, at }) => sizes.has(pack) && at <= now);
  const recent = known.filter(({ at }) => at > now - SCRUB_DAYS * DAY);
  const bytesOf = (scrubbed: readonly Scrub[]) =>
    scrubbed.reduce((sum, { pack }) => sum + (sizes.get(pack) ?? 0), 0);
  const all = packs.reduce((sum, { bytes }) => sum + bytes, 0);
  return {
    last: known.length === 0 ? null : Math.max(...known.map(({ at }) => at)),
    packs: packs.length,
    recent: recent.length,
    share: all === 0 ? 1 : bytesOf(recent) / all,
    findings: scrubs.filter(({ pack, reason }) => reason !== null && sizes.has(pack)),
  };
}
