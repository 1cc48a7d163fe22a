import { setTimeout } from "node:timers/promises";
import { cancelled } from "../errors.ts";
import type { OpenedStore } from "../store/open.ts";
import { TimeSlice } from "../time-slice.ts";
import { scrubPack } from "../verify/scrub.ts";
import { ScrubLog } from "../verify/scrub-log.ts";
import { duePacks } from "../verify/scrub-schedule.ts";
import type { QuickContext } from "./operation.ts";

/** The most stored bytes that a scrub in the background reads in a second. */
const RATE = 16 * 1024 * 1024;

/** The request of a scrub. */
export interface ScrubRequest {
  /** Reads as slowly as not to be in the way, and nothing if scrubbing is turned off. */
  readonly isBackground: boolean;
}

/** The outcome of a scrub. */
export interface ScrubReport {
  /** Number of packs that were read. */
  readonly packs: number;
  /** Number of these with damage. */
  readonly damaged: number;
}

/**
 * Scrubs the packs that are due: reads them and hashes every object. Each is recorded once it is read, so that a scrub that is cut off goes on
 * with the next. Runs beside other operations. Throws `Cancelled`.
 */
export async function scrub(
  store: OpenedStore,
  { isBackground }: ScrubRequest,
  { clock, signal, gate }: QuickContext,
): Promise<ScrubReport> {
  const log = new ScrubLog(store.db);
  const report = { packs: 0, damaged: 0 };
  if (isBackground && !log.isOn) return report;
  const slice = new TimeSlice(signal, { gate });
  const pass = async (bytes: number) => {
    await gate.pass();
    await slice.step();
    if (isBackground) await rest((bytes / RATE) * 1000, signal);
  };
  for (const pack of duePacks(store.index.packs(), log.all(), clock())) {
    const found = await scrubPack({ indexDb: store.indexDb, folder: store.layout.packs, pack }, pass);
    if (found === undefined) {
      log.drop(pack);
      continue;
    }
    log.add({ pack, at: clock(), ...found });
    report.packs++;
    if (found.reason !== null) report.damaged++;
  }
  for (const { pack } of log.all()) if (!isThere(store, pack)) log.drop(pack);
  return report;
}

/** Turns scrubbing on or off. */
export function setScrubbing(store: OpenedStore, isOn: boolean): void {
  new ScrubLog(store.db).isOn = isOn;
}

function isThere(store: OpenedStore, pack: string): boolean {
  return store.index.packs().some(({ name }) => name === pack);
}

async function rest(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await setTimeout(ms, undefined, { signal });
  } catch {
    throw cancelled();
  }
}
