import { stateOf } from "../database/at-rest.ts";
import { type Database, openDatabase } from "../database/database.ts";
import { asStrataError, StrataError } from "../errors.ts";
import { identityOf } from "../files/identity.ts";
import { isAmended, LabelLook, type Seen } from "../labels/label-look.ts";
import type { Op } from "../labels/label-store.ts";
import { mountsDigest } from "../mount/mount-catalog.ts";
import { generationOf } from "../objects/generation.ts";
import { sessionsDigest } from "../sessions/session-catalog.ts";
import { STORE_VERSION, type StoreLayout } from "./layout.ts";
import { requireStill } from "./moved.ts";
import { orMoved } from "./while-moving.ts";

/** A change of a store, by any process. */
export type StoreEvent =
  /** A label moved. `label` is its name now. */
  | { readonly type: "moved"; readonly label: string; readonly op: Op; readonly seq: number }
  /** Something about labels changed without a move: a description, a pin, settings, kept moves, moves that were pruned. */
  | { readonly type: "labels" }
  /** Mounts changed: their files, or the list of them. */
  | { readonly type: "mounts" }
  /** A collection took objects away: files of deleted packs that are open take up room. */
  | { readonly type: "collected" }
  /** Merges changed: their decisions, or the list of them. */
  | { readonly type: "merges" }
  /** The store is gone, its database is another file, or it can no longer be read. Sent once. */
  | { readonly type: "lost"; readonly error: StrataError }
  /** A store can be read again, or one that was read from memory can be read from disk: the caller opens the repository anew. */
  | { readonly type: "back" };

/** Options of a {@link Watch}. */
export interface WatchOptions {
  /** The time between two checks, in ms; 200 by default. */
  readonly interval?: number | undefined;
}

/** The watched database, and its state at the last check. */
interface Watched {
  readonly db: Database;
  readonly labels: LabelLook;
  readonly identity: string;
  /** The state of the file when it was read into memory, for a store that can be read no other way: it has no version to compare. */
  readonly atRest: string | undefined;
  readonly version: number;
  readonly seen: Seen;
  readonly seenMounts: string;
  readonly seenMerges: string;
  /** The number of collections that took something away. */
  readonly seenGeneration: number;
}

const INTERVAL = 200;

/**
 * Watches a store through a connection of its own and reports each change from now on. A check that finds none costs
 * two system calls and reads no page.
 */
export class Watch {
  readonly #layout: StoreLayout;
  readonly #listener: (event: StoreEvent) => void;
  readonly #timer: NodeJS.Timeout;
  /** Undefined while the store is lost. */
  #watched: Watched | undefined;
  /** The last state seen before the store was lost. */
  #before: Watched | undefined;
  #isLost = false;
  #isStopped = false;

  /** Calls the listener from a timer that does not keep the process alive. */
  constructor(
    layout: StoreLayout,
    listener: (event: StoreEvent) => void,
    { interval = INTERVAL }: WatchOptions = {},
  ) {
    this.#layout = layout;
    this.#listener = listener;
    try {
      this.#watched = open(layout);
    } catch {
      // The first check fails too, and reports it.
    }
    this.#timer = setInterval(() => this.#tick(), interval);
    this.#timer.unref();
  }

  /** Stops watching. */
  stop(): void {
    this.#isStopped = true;
    clearInterval(this.#timer);
    this.#watched?.db.close();
    this.#watched = undefined;
  }

  #tick(): void {
    // Listeners are called last, so that their errors are not taken for errors of the store.
    for (const event of this.#look()) if (!this.#isStopped) this.#listener(event);
  }

  #look(): StoreEvent[] {
    try {
      if (this.#watched !== undefined) return this.#next(this.#watched);
      this.#watched = open(this.#layout, this.#before);
      const back: StoreEvent[] = this.#isLost ? [{ type: "back" }] : [];
      this.#isLost = false;
      return back;
    } catch (thrown) {
      return isBusy(thrown) ? [] : this.#lose(thrown);
    }
  }

  #next(watched: Watched): StoreEvent[] {
    const { db, labels, identity, atRest, version, seen, seenMounts, seenMerges, seenGeneration } = watched;
    requireSame(this.#layout, identity);
    if (atRest !== undefined) {
      if (stateOf(this.#layout.strataDb) === atRest) return [];
      this.#watched = open(this.#layout);
      db.close();
      return [{ type: "back" }];
    }
    const now = labels.version();
    if (now === version) return [];
    requireStill(db, this.#layout);
    const look = labels.look(seen);
    const [mountsNow, mergesNow, generationNow] = [mountsDigest(db), sessionsDigest(db), generationOf(db)];
    this.#watched = {
      ...watched,
      version: now,
      seen: look,
      seenMounts: mountsNow,
      seenMerges: mergesNow,
      seenGeneration: generationNow,
    };
    const events: StoreEvent[] = look.since.map((move) => ({ type: "moved", ...move }));
    if (isAmended(seen, look)) events.push({ type: "labels" });
    if (seenMounts !== mountsNow) events.push({ type: "mounts" });
    if (seenMerges !== mergesNow) events.push({ type: "merges" });
    if (seenGeneration !== generationNow) events.push({ type: "collected" });
    return events;
  }

  #lose(thrown: unknown): StoreEvent[] {
    this.#before = this.#watched ?? this.#before;
    this.#watched?.db.close();
    this.#watched = undefined;
    if (this.#isLost) return [];
    this.#isLost = true;
    const error = asStrataError(orMoved(this.#layout, thrown), "watching the store");
    return [{ type: "lost", error }];
  }
}

/** Opens the current database. If it is the file that was watched before, changes since then are still reported. */
function open(layout: StoreLayout, before?: Watched): Watched {
  const identity = identityOf(layout.strataDb);
  if (identity === undefined) throw gone(layout);
  const state = stateOf(layout.strataDb);
  // A writer may hold the lock for long; the next check will do.
  const db = openDatabase(layout.strataDb, { readonly: true, lockWait: 0 });
  try {
    if (db.pragma("user_version", { simple: true }) !== STORE_VERSION) throw gone(layout);
    requireStill(db, layout);
    const labels = new LabelLook(db);
    const version = labels.version();
    const watched = {
      db,
      labels,
      identity,
      atRest: db.memory ? state : undefined,
      version,
      seen: labels.look(),
      seenMounts: mountsDigest(db),
      seenMerges: sessionsDigest(db),
      seenGeneration: generationOf(db),
    };
    if (before?.identity !== identity) return watched;
    // No version is ever negative, so the next check compares with the earlier state.
    const { seen, seenMounts, seenMerges, seenGeneration } = before;
    return { ...watched, version: -1, seen, seenMounts, seenMerges, seenGeneration };
  } catch (thrown) {
    db.close();
    throw thrown;
  }
}

function requireSame(layout: StoreLayout, identity: string): void {
  const now = identityOf(layout.strataDb);
  if (now === undefined) throw gone(layout);
  if (now === identity) return;
  throw new StrataError("NotAStore", `The store at ${layout.folder} was replaced while it was open.`, {
    hint: "Open it again to see what it holds now.",
    data: { folder: layout.folder },
  });
}

function gone(layout: StoreLayout): StrataError {
  return new StrataError("NotAStore", `The store at ${layout.folder} is gone, or it is not one any more.`, {
    hint: "Connect the disk that it is on, or put its folder back where it was.",
    data: { folder: layout.folder },
  });
}

function isBusy(thrown: unknown): boolean {
  return /^SQLITE_(BUSY|LOCKED)/.test(String((thrown as { code?: unknown }).code));
}
