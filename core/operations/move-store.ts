import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import { inTransaction } from "../database/database.ts";
import { orDiskFull } from "../database/full-disk.ts";
import { asStrataError, cancelled, StrataError } from "../errors.ts";
import { withRoom } from "../files/with-room.ts";
import { leaseLost } from "../objects/generation.ts";
import { requireRoom } from "../snapshot/export/room.ts";
import { type Arrival, arrive } from "../store/arriving.ts";
import { layoutOf, type StoreLayout } from "../store/layout.ts";
import type { HeldLease, Lease } from "../store/leases.ts";
import { requireTarget } from "../store/move-target.ts";
import { markMoved, noteOrigin } from "../store/moved.ts";
import { type OpenedStore, openStore, tidy } from "../store/open.ts";
import { filesToCopy } from "../store/own-files.ts";
import { StoreCopy } from "../store/store-copy.ts";
import { MOVING } from "../store/while-moving.ts";
import { throttled } from "../throttle.ts";
import { TimeSlice } from "../time-slice.ts";
import { verifyStore } from "../verify/verify.ts";
import type { OperationContext } from "./operation.ts";

/** How long a move waits for running imports, in milliseconds. */
const PATIENCE = 30_000;
/** How often it looks whether they have ended, in milliseconds. */
const LOOK = 50;

/** How far a move is, in bytes of the store. */
export interface MoveProgress {
  readonly phase: "copying" | "verifying" | "switching";
  readonly done: number;
  readonly total: number;
}

/** What a move did. */
export interface MoveReport {
  /** Absolute. */
  readonly from: string;
  readonly to: string;
  /** Problems that the store had before, and has still. */
  readonly problems: number;
}

type Context = OperationContext<MoveProgress>;

/**
 * Moves a store to another folder: copies it while others work, verifies the copy, and says in the old place that the store is in the new
 * one. Nothing is deleted. Runs in a connection of its own, with which nobody else writes. Cancelled or failed, it removes the copy; killed,
 * it leaves one that the next move to that folder finishes.
 *
 * Throws `BadInput`, `ENOTEMPTY`, `ENOTDIR` for a folder that will not do; `DiskFull`, `WriteFailed`; `StoreBusy` while a collection or
 * another move, or for too long an import, is running; `CorruptObject` if the copy is not what the store is; `Cancelled`.
 */
export async function moveStore(
  store: OpenedStore,
  { to: folder }: { readonly to: string },
  context: Context,
): Promise<MoveReport> {
  const to = layoutOf(folder);
  requireTarget(store.layout, to);
  const lease = takeLease(store);
  try {
    return await new Move(store, to, lease, context).run();
  } finally {
    lease.release();
  }
}

class Move {
  readonly #store: OpenedStore;
  readonly #to: StoreLayout;
  readonly #lease: HeldLease;
  readonly #context: Context;
  readonly #copy: StoreCopy;
  readonly #arrival: Arrival;
  #isDecided = false;

  constructor(store: OpenedStore, to: StoreLayout, lease: HeldLease, context: Context) {
    this.#store = store;
    this.#to = to;
    this.#lease = lease;
    this.#context = context;
    this.#copy = new StoreCopy(store.layout, to, context.files);
    this.#arrival = {
      origin: { folder: store.layout.folder, move: randomBytes(16).toString("hex") },
      description: readFileSync(store.layout.description, "utf8"),
    };
  }

  async run(): Promise<MoveReport> {
    const { folder } = this.#to;
    await requireRoom(folder, { bytes: this.#copy.missing(), holes: async () => 0 });
    let problems: number;
    try {
      this.#copy.begin(this.#arrival);
      const copied = await this.#bring();
      problems = await this.#switch(copied).catch((thrown) => {
        if (asStrataError(thrown).code !== "DiskFull" || !this.#store.makeRoom()) throw thrown;
        return this.#switch(copied);
      });
    } catch (thrown) {
      if (!this.#isDecided) this.#copy.removeQuietly();
      throw thrown;
    }
    try {
      arrive(this.#to, this.#arrival, this.#context.files);
    } catch {
      // It is done when the store is next opened there.
    }
    return { from: this.#store.layout.folder, to: folder, problems };
  }

  /** Says in the store that it went to the copy, in the transaction that shows that the copy is all of it. */
  async #switch(copied: Copied): Promise<number> {
    const { db, layout } = this.#store;
    await this.#lock();
    try {
      // Others wait: it is copied and verified again only if they wrote something since.
      const { problems } = copied.state === this.#state() ? copied : await this.#bring();
      this.#context.onProgress({ phase: "switching", done: 0, total: 0 });
      if (!this.#lease.isHeld()) throw leaseLost();
      if (this.#context.signal.aborted) throw cancelled();
      this.#lease.release();
      markMoved(db, layout.folder, { folder: this.#to.folder, move: this.#arrival.origin.move });
      // One that fails may be there after a power failure all the same.
      this.#isDecided = true;
      db.exec("COMMIT");
      return problems;
    } catch (thrown) {
      if (db.inTransaction) db.exec("ROLLBACK");
      throw orDiskFull(thrown, "moving the store", layout.folder);
    }
  }

  /** Begins a transaction in which nobody else can write, when no import is running: it would be in vain. */
  async #lock(): Promise<void> {
    const { db, leases } = this.#store;
    const writers = () => leases.live().filter(({ kind }) => kind === "writer");
    for (let waited = 0; ; waited += LOOK) {
      if (this.#context.signal.aborted) throw cancelled();
      db.exec("BEGIN IMMEDIATE");
      const [writer] = writers();
      if (writer === undefined) return;
      db.exec("ROLLBACK");
      if (waited >= PATIENCE) throw busy(writer);
      await setTimeout(LOOK);
    }
  }

  /** Brings the copy in line with the store, and verifies it. */
  async #bring(): Promise<Copied> {
    const { signal, gate, onProgress } = this.#context;
    const state = this.#state();
    let done = 0;
    const total = this.#copy.missing();
    const tell = throttled(onProgress);
    tell({ phase: "copying", done, total });
    const slice = new TimeSlice(signal, { gate });
    await this.#copy.bring({
      signal,
      step: () => slice.step(),
      advance(bytes) {
        done = Math.min(total, done + bytes);
        tell({ phase: "copying", done, total });
      },
    });
    const problems = await this.#verify();
    this.#copy.sync();
    return { state, problems };
  }

  /** Makes the copy a store of its own, and checks everything in it. Returns how many problems it shares with the store. */
  async #verify(): Promise<number> {
    const { files, clock, signal, gate, onProgress } = this.#context;
    const copy = openStore(this.#to, {
      readonly: false,
      clock,
      actor: "",
      files,
      copyOf: this.#store.layout,
    });
    try {
      inTransaction(copy.db, () => {
        copy.db.exec("DELETE FROM leases");
        noteOrigin(copy.db, this.#arrival.origin);
      });
      tidy(copy, clock());
      const { problems } = await verifyStore(copy, {
        clock,
        signal,
        gate,
        onProgress: ({ phase, done, total }) => {
          if (phase === "objects") onProgress({ phase: "verifying", done, total });
        },
      });
      if (problems.length === 0) return 0;
      const before = await verifyStore(this.#store, { clock, signal, gate });
      const known = new Set(before.problems.map((problem) => JSON.stringify(problem)));
      const [other] = problems.filter((problem) => !known.has(JSON.stringify(problem)));
      if (other !== undefined) throw notTheSame(this.#to, other);
      return problems.length;
    } finally {
      copy.close();
    }
  }

  /** Tells what others did to the store: it is another one after they wrote to the database or made a pack. */
  #state(): string {
    const version = this.#store.db.pragma("data_version", { simple: true });
    return JSON.stringify([version, filesToCopy(this.#store.layout)]);
  }
}

/** A state of the store that was copied. */
interface Copied {
  readonly state: string;
  readonly problems: number;
}

/** Nothing is collected while a store moves, and it moves to one place at a time. */
function takeLease(store: OpenedStore): HeldLease {
  const { leases } = store;
  const take = () =>
    leases.take({ kind: "collector", work: MOVING }, () => {
      leases.expire();
      const other = leases.live().find(({ kind }) => kind === "collector");
      if (other !== undefined) throw busy(other);
    });
  return withRoom(take, () => store.makeRoom());
}

/** The error of a move that cannot go on because others are at work. */
function busy({ work, actor }: Lease): StrataError {
  return new StrataError("StoreBusy", `The store cannot be moved now: ${work} of ${actor} is running.`, {
    hint: "Run it again when that has ended; the store is where it was.",
    data: { work, actor },
  });
}

function notTheSame({ folder }: StoreLayout, { message }: { readonly message: string }): StrataError {
  return new StrataError("CorruptObject", `The copy at ${folder} is not what the store is: ${message}`, {
    hint: "Check that disk; the store is where it was, and the copy was removed.",
    data: { folder },
  });
}
