import type { Database } from "../database/database.ts";
import { missingObject } from "../objects/object-errors.ts";
import type { Leases } from "../store/leases.ts";
import type { OpenedStore } from "../store/open.ts";
import { takeCensus } from "./census.ts";
import { type HistoryRules, type LabelPlan, planHistory } from "./history-plan.ts";
import { Marker } from "./mark.ts";
import { Marks } from "./marks.ts";
import { type GcPlan, planCollection } from "./plan.ts";
import type { GcPace } from "./progress.ts";
import { findPrunable, type Prunable } from "./prunable.ts";
import { findRoots, type Root } from "./roots.ts";

/** What a survey looks at, and by which rules. */
export interface SurveyParts {
  readonly store: OpenedStore;
  readonly leases: Leases;
  readonly rules: HistoryRules;
  readonly pace: GcPace;
}

/** Finds out what is needed in a store, and follows while others change it. Changes nothing. */
export class Survey {
  readonly #parts: SurveyParts;
  readonly #marker: Marker;
  /** The state of `strata.db` whose roots are all marked. */
  #marked: string | undefined;
  #history: readonly LabelPlan[] = [];
  #roots: readonly Root[] = [];

  constructor(parts: SurveyParts) {
    this.#parts = parts;
    this.#marker = new Marker(parts.store.objects, new Marks(), parts.pace);
  }

  /** Everything that is needed, as it was last marked. */
  get marks(): Marks {
    return this.#marker.marks;
  }

  /** Marks what the roots of now need; those that were marked before cost nothing. Throws as `Marker.mark` does. */
  async mark(): Promise<void> {
    const { db } = this.#parts.store;
    for (;;) {
      const state = stateOf(db);
      // One transaction, so that the roots are those of one moment.
      db.transaction(() => this.#look())();
      await this.#marker.mark(this.#roots);
      if (state !== stateOf(db)) continue;
      this.#marked = state;
      return;
    }
  }

  /** Returns whether nothing changed since everything was marked. In a transaction, nobody else can change anything either. */
  isCurrent(): boolean {
    return this.#marked === stateOf(this.#parts.store.db);
  }

  /** Says that the changes of this transaction add nothing that is needed. Call it at the end of the transaction. */
  stay(): void {
    this.#marked = stateOf(this.#parts.store.db);
  }

  /** Returns what can be taken from `strata.db`. */
  prunable(): Prunable {
    const { store, rules } = this.#parts;
    return findPrunable(store.db, { history: this.#history, roots: this.#roots }, rules.now);
  }

  /** Plans by what is marked. Throws `MissingObject` if something that is needed is not in the store. */
  async plan(): Promise<GcPlan> {
    const { store, pace } = this.#parts;
    const { indexDb, loose } = store;
    const { marks } = this;
    pace.begin("counting");
    const census = await takeCensus({ indexDb, loose, marks }, pace.step);
    if (census.found < marks.size) await this.#requireAll();
    return planCollection({
      history: this.#history,
      prunable: this.prunable(),
      census,
      roots: this.#roots.length,
      marked: marks.size,
    });
  }

  /** Marks again, and looks up every object: with its root, a missing one can be named. */
  async #requireAll(): Promise<void> {
    const { store, pace } = this.#parts;
    const marker = new Marker(store.objects, new Marks(), pace, (id) => {
      if (!store.loose.has(id) && !store.index.has(id)) throw missingObject(id);
    });
    await marker.mark(this.#roots);
  }

  #look(): void {
    const { store, leases, rules } = this.#parts;
    this.#history = planHistory(store.db, rules);
    this.#roots = findRoots({
      db: store.db,
      history: this.#history,
      leases: leases.live(),
      now: rules.now,
    });
  }
}

/** Returns a text that changes when any connection changes the database. */
function stateOf(db: Database): string {
  const own = db.prepare("SELECT total_changes()").pluck().get();
  return `${db.pragma("data_version", { simple: true })} ${own}`;
}
