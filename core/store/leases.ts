import { hostname } from "node:os";
import type { Clock } from "../clock.ts";
import { type Database, inTransaction } from "../database/database.ts";
import { isBytes, isCount, isOneOf, isText, isWhole, type RowOf, readRows } from "../database/rows.ts";
import { idToBytes, type SnapshotId } from "../ids.ts";
import { splitIds } from "../labels/label-rows.ts";

/** The table of leases in `strata.db`. Times are milliseconds since 1970. */
export const LEASE_SCHEMA = `
CREATE TABLE leases (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL CHECK (kind IN ('writer', 'reader', 'collector')),
  work TEXT NOT NULL,
  actor TEXT NOT NULL,
  -- The process that holds it.
  host TEXT NOT NULL,
  pid INTEGER NOT NULL,
  taken INTEGER NOT NULL,
  renewed INTEGER NOT NULL,
  -- The snapshots that a reader needs, one after the other.
  roots BLOB NOT NULL CHECK (length(roots) % 32 = 0)
) STRICT;
`;

/** Returns whether a database has the table of leases. */
export function hasLeases(db: Database): boolean {
  return (
    db.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'leases'").get() !== undefined
  );
}

/** How long a lease counts after it was last renewed, in milliseconds. */
export const LEASE_TTL = 120_000;
/** How often a process renews its leases, in milliseconds. */
const RENEWAL = 20_000;
const HOST = hostname();

const isLeaseKind = isOneOf("writer", "reader", "collector");

/** What a lease is for: a writer relies on whatever it finds, a reader on the snapshots that it names. */
export type LeaseKind = "writer" | "reader" | "collector";

/** A lease that somebody holds. */
export interface Lease {
  readonly id: number;
  readonly kind: LeaseKind;
  /** What it is for, as `import`. */
  readonly work: string;
  /** Who holds it: `user@host (surface)`. */
  readonly actor: string;
  /** When it was taken, in ms since 1970. */
  readonly taken: number;
  readonly roots: readonly SnapshotId[];
}

/** A lease of this process. */
export interface HeldLease {
  readonly id: number;
  /** Returns whether it still counts. A computer that slept may have lost it. */
  isHeld(): boolean;
  release(): void;
}

/** The order of a lease. */
export interface LeaseRequest {
  readonly kind: LeaseKind;
  readonly work: string;
  readonly roots?: readonly SnapshotId[];
}

/**
 * The leases of a store, in `strata.db`. A collection waits for writers, and keeps what readers name.
 * Leases are a courtesy that spares others from doing their work again: `Generation` is what keeps objects safe.
 */
export class Leases {
  readonly #db: Database;
  readonly #clock: Clock;
  readonly #actor: string;
  readonly #held = new Set<number>();
  #timer: NodeJS.Timeout | undefined;

  constructor(db: Database, { clock, actor }: { readonly clock: Clock; readonly actor: string }) {
    this.#db = db;
    this.#clock = clock;
    this.#actor = actor;
  }

  /** Takes a lease, and renews it until it is released. `mayTake` can refuse by throwing, in the same transaction. */
  take({ kind, work, roots = [] }: LeaseRequest, mayTake: () => void = () => undefined): HeldLease {
    const now = this.#clock();
    const id = inTransaction(this.#db, () => {
      mayTake();
      const added = this.#db
        .prepare(
          "INSERT INTO leases (kind, work, actor, host, pid, taken, renewed, roots) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        )
        .run(kind, work, this.#actor, HOST, process.pid, now, now, Buffer.concat(roots.map(idToBytes)));
      return Number(added.lastInsertRowid);
    });
    this.#held.add(id);
    this.#timer ??= setInterval(() => this.renew(), RENEWAL).unref();
    return {
      id,
      isHeld: () => this.live().some((lease) => lease.id === id),
      release: () => this.#release(id),
    };
  }

  /** Returns the leases that count now. */
  live(): Lease[] {
    const now = this.#clock();
    return this.#all()
      .filter((row) => counts(row, now))
      .map(({ id, kind, work, actor, taken, roots }) => ({
        id,
        kind,
        work,
        actor,
        taken,
        roots: splitIds(roots),
      }));
  }

  /** Removes the leases that count no more. Whoever held one notices when the work is to be made durable. */
  expire(): void {
    const now = this.#clock();
    const remove = this.#db.prepare("DELETE FROM leases WHERE id = ?");
    for (const row of this.#all()) if (!counts(row, now)) remove.run(row.id);
  }

  /** Renews all leases of this process. A database that is busy is tried again at the next renewal. */
  renew(): void {
    const renew = this.#db.prepare("UPDATE leases SET renewed = ? WHERE id = ?");
    try {
      for (const id of this.#held) renew.run(this.#clock(), id);
    } catch {
      // Work whose lease ran out is checked when it is made durable.
    }
  }

  #all(): LeaseRow[] {
    return readRows(this.#db.prepare<[]>("SELECT * FROM leases ORDER BY id"), LEASE_COLUMNS).all();
  }

  /** Releases all leases of this process. */
  close(): void {
    for (const id of [...this.#held]) this.#release(id);
  }

  #release(id: number): void {
    this.#held.delete(id);
    if (this.#held.size === 0) {
      clearInterval(this.#timer);
      this.#timer = undefined;
    }
    try {
      this.#db.prepare("DELETE FROM leases WHERE id = ?").run(id);
    } catch {
      // It runs out by itself.
    }
  }
}

const LEASE_COLUMNS = {
  id: isCount,
  kind: isLeaseKind,
  work: isText,
  actor: isText,
  host: isText,
  pid: isCount,
  taken: isWhole,
  renewed: isWhole,
  roots: isBytes,
};

type LeaseRow = RowOf<typeof LEASE_COLUMNS>;

/**
 * Returns whether a lease counts: it was renewed lately, and its process is not known to be dead. A time in the future comes from a
 * wrong clock.
 */
function counts({ renewed, host, pid }: LeaseRow, now: number): boolean {
  return Math.abs(now - renewed) < LEASE_TTL && !(host === HOST && isDead(pid));
}

/** Returns whether this machine has no such process. That there is one proves nothing: numbers are used again. */
function isDead(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return false;
  } catch (thrown) {
    return (thrown as NodeJS.ErrnoException).code === "ESRCH";
  }
}
