import { setTimeout } from "node:timers/promises";
import { type Database, inTransaction } from "../database/database.ts";
import { cancelled, StrataError } from "../errors.ts";
import { withRoom } from "../files/with-room.ts";
import { type Generation, leaseLost } from "../objects/generation.ts";
import type { HeldLease, Lease, Leases } from "../store/leases.ts";
import type { Survey } from "./survey.ts";

/** How long a collection waits for running imports, in milliseconds. */
const PATIENCE = 30_000;
/** How often it looks whether they have ended, in milliseconds. */
const LOOK = 50;

/** What sections are run with. */
export interface SectionParts {
  readonly db: Database;
  readonly generation: Generation;
  readonly leases: Leases;
  /** The collector's own lease. */
  readonly lease: HeldLease;
  /** Makes a little room on a full disk. Returns whether it could. */
  readonly makeRoom: () => boolean;
  readonly survey: Survey;
  readonly signal: AbortSignal;
}

/**
 * Runs the steps of a collection that take something away. Each is a transaction of its own, short enough for others to wait for,
 * in which nobody relies on anything that is not marked: no import is running, and roots that came since are marked.
 */
export class Sections {
  readonly #parts: SectionParts;

  constructor(parts: SectionParts) {
    this.#parts = parts;
  }

  /**
   * Runs work that takes away what is not marked. Throws `StoreBusy` if imports go on for too long, `LeaseLost` if another
   * collection could have begun meanwhile, `Cancelled`.
   */
  async run<T>(work: () => T): Promise<T> {
    const { db, generation, survey } = this.#parts;
    for (;;) {
      await this.#waitForWriters();
      if (!survey.isCurrent()) await survey.mark();
      const opened = withRoom(() => inTransaction(db, () => this.#open()), this.#parts.makeRoom);
      if (opened === undefined) continue;
      const done = inTransaction(db, () => {
        if (!generation.isStill(opened) || !survey.isCurrent()) return undefined;
        if (this.#writers().length > 0) return undefined;
        if (!this.#parts.lease.isHeld()) throw leaseLost();
        const result = work();
        generation.close();
        // Nobody else can have changed anything yet.
        survey.stay();
        return { result };
      });
      if (done !== undefined) return done.result;
    }
  }

  /** Begins to take something away, unless something changed since everything was marked. */
  #open(): number | undefined {
    const { survey, generation } = this.#parts;
    if (!survey.isCurrent()) return undefined;
    const opened = generation.open();
    survey.stay();
    return opened;
  }

  #writers(): Lease[] {
    return this.#parts.leases.live().filter(({ kind }) => kind === "writer");
  }

  async #waitForWriters(): Promise<void> {
    const { signal } = this.#parts;
    for (let waited = 0; ; waited += LOOK) {
      if (signal.aborted) throw cancelled();
      const [writer] = this.#writers();
      if (writer === undefined) return;
      if (waited >= PATIENCE) throw busy(writer);
      await setTimeout(LOOK);
    }
  }
}

/** The error of a collection that cannot go on because somebody relies on what it may take away. */
export function busy({ work, actor }: Lease): StrataError {
  return new StrataError("StoreBusy", `Space cannot be freed now: ${article(work)} of ${actor} is running.`, {
    hint: "Run it again when that has ended; what was freed so far is free.",
    data: { work, actor },
  });
}

function article(work: string): string {
  return `${/^[aeiou]/.test(work) ? "an" : "a"} ${work}`;
}
