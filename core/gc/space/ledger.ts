import { asStrataError } from "../../errors.ts";
import { NodeStore } from "../../manifest/node-store.ts";
import { generationOf } from "../../objects/generation.ts";
import { SerialQueue } from "../../serial-queue.ts";
import type { OpenedStore } from "../../store/open.ts";
import { TimeSlice } from "../../time-slice.ts";
import type { HistoryRules } from "../history-plan.ts";
import type { GcPace } from "../progress.ts";
import { type Holdings, takeHoldings } from "./holdings.ts";
import { Needs } from "./needs.ts";
import { type AllNeeding, findNeeding, type Needing } from "./positions.ts";

/** Something that needs objects, at its position in the ledger. */
export interface Placed extends Needing {
  /** The sum of the sizes of the files in its snapshot. */
  readonly size: number;
}

/** What needs which bytes of a store, at one moment. */
export interface Ledger extends AllNeeding {
  readonly holdings: Holdings;
  /** By position; undefined where what was there is no more. */
  readonly positions: readonly (Placed | undefined)[];
  readonly needs: Needs;
}

/** How often a ledger is begun anew because a collection took away what it was reading. */
const TRIES = 5;

/** What a {@link SpaceLedger} knows of a store between two looks. */
interface Known {
  readonly generation: number;
  readonly needs: Needs;
  readonly positions: Map<string, { readonly position: number; readonly size: number }>;
  /** Whether no position was left half added. */
  isWhole: boolean;
  holdings: { readonly key: string; readonly value: Holdings } | undefined;
}

/**
 * Keeps the ledger of a store, in memory, and brings it up to date: what came since it was last looked at is added, and after a
 * collection it is made anew. See {@link Needs} for what it takes.
 */
export class SpaceLedger {
  readonly #store: OpenedStore;
  readonly #queue = new SerialQueue();
  #known: Known | undefined;

  constructor(store: OpenedStore) {
    this.#store = store;
  }

  /**
   * Returns the ledger of now; `rules` say what counts as kept. Throws `Cancelled`: what was found by then is used by the next look;
   * `MissingObject` or `CorruptObject` if something that is needed cannot be read.
   */
  look(rules: HistoryRules, pace: GcPace): Promise<Ledger> {
    return this.#queue.run(async () => {
      for (let left = TRIES; ; left--) {
        try {
          return await this.#look(rules, pace);
        } catch (thrown) {
          const wasCollected =
            asStrataError(thrown).code === "MissingObject" &&
            this.#known?.generation !== generationOf(this.#store.db);
          if (!wasCollected || left === 0) throw thrown;
        }
      }
    });
  }

  async #look(rules: HistoryRules, pace: GcPace): Promise<Ledger> {
    const { db, leases } = this.#store;
    const now = this.#usable() ?? this.#begin();
    this.#known = now;
    const { needs, positions } = now;
    const all = findNeeding(db, { rules, leases: leases.live() });
    await this.#place(all.needing, now, pace);
    const holdings = await this.#holdings(now, pace);
    const placed: (Placed | undefined)[] = Array(needs.positions).fill(undefined);
    for (const needing of all.needing) {
      const at = positions.get(needing.key);
      if (at !== undefined) placed[at.position] = { ...needing, size: at.size };
    }
    return { ...all, holdings, positions: placed, needs };
  }

  /** Adds what has no position yet. */
  async #place(all: readonly Needing[], known: Known, pace: GcPace): Promise<void> {
    const { needs, positions } = known;
    // Between two positions a look can be cancelled without losing what is known; the first one has nothing to lose.
    const slice = new TimeSlice();
    pace.begin("marking", all.length);
    for (const [at, needing] of all.entries()) {
      if (positions.has(needing.key)) continue;
      await pace.step();
      pace.at(at);
      known.isWhole = false;
      const size = await needs.add(
        { snapshots: needing.snapshots, entries: needing.entries?.() ?? [] },
        needs.positions === 0 ? pace.step : () => slice.step(),
      );
      positions.set(needing.key, { position: needs.positions - 1, size });
      known.isWhole = true;
    }
  }

  /** The bytes are added up again if positions came, or packs or loose objects changed. */
  async #holdings(known: Known, pace: GcPace): Promise<Holdings> {
    const key = [known.needs.positions, packsKey(this.#store), looseKey(this.#store)].join(" ");
    if (known.holdings?.key === key) return known.holdings.value;
    pace.begin("counting");
    const value = await takeHoldings(this.#store, known.needs, pace.step);
    known.holdings = { key, value };
    return value;
  }

  #usable(): Known | undefined {
    const known = this.#known;
    return known?.isWhole && known.generation === generationOf(this.#store.db) ? known : undefined;
  }

  #begin(): Known {
    const { db, nodes } = this.#store;
    return {
      generation: generationOf(db),
      needs: new Needs(new NodeStore(nodes.objects)),
      positions: new Map(),
      isWhole: true,
      holdings: undefined,
    };
  }
}

function packsKey({ indexDb }: OpenedStore): unknown {
  return indexDb
    .prepare("SELECT count(*) || ':' || coalesce(max(no), 0) || ':' || coalesce(sum(bytes), 0) FROM packs")
    .pluck()
    .get();
}

function looseKey({ db }: OpenedStore): unknown {
  return db.prepare("SELECT count(*) || ':' || coalesce(max(no), 0) FROM loose_frames").pluck().get();
}
