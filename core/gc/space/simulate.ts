import type { PackUse } from "../census.ts";
import { type BytesPlan, planBytes } from "../plan.ts";
import { type Holding, LOOSE } from "./holdings.ts";
import type { Ledger } from "./ledger.ts";
import { countBefore, within } from "./reach.ts";

/** What a collection would free by the rules that a ledger was looked at with. */
export interface Simulation extends BytesPlan {
  /** Stored bytes of what is needed, and of all objects that are needed no more, also of those that stay for now. */
  readonly neededBytes: number;
  readonly unneededBytes: number;
}

/** Returns what a collection would free. It comes to what a collection plans, without reading the store. */
export function simulate({ positions, holdings }: Ledger): Simulation {
  const kept = countBefore(positions, (placed) => placed?.kept === true);
  const isNeeded = ({ intervals }: Holding) => intervals.some((each) => within(kept, each) > 0);
  const packs = holdings.packs.map((pack) => ({ ...pack, objects: 0, needed: 0, neededBytes: 0 }));
  const loose = { ...holdings.loose, needed: 0, neededBytes: 0 };
  let unneededBytes = 0;
  for (const holding of holdings.all) {
    const use = holding.pack === LOOSE ? loose : packs[holding.pack];
    if (use === undefined) continue;
    if (use !== loose) use.objects += holding.objects;
    if (isNeeded(holding)) {
      use.needed += holding.objects;
      use.neededBytes += holding.stored;
    } else {
      unneededBytes += holding.stored;
    }
  }
  const rounded: PackUse[] = packs.map((pack) => ({ ...pack, neededBytes: Math.round(pack.neededBytes) }));
  const neededBytes = rounded.reduce((sum, pack) => sum + pack.neededBytes, loose.neededBytes);
  return { ...planBytes({ packs: rounded, loose }), neededBytes, unneededBytes };
}
