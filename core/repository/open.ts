import { readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Clock } from "../clock.ts";
import { type Database, inTransaction, openDatabase } from "../database/database.ts";
import { StrataError } from "../errors.ts";
import { TEMPORARY_PREFIX } from "../files/durable.ts";
import type { FileWrites } from "../files/file-writes.ts";
import { SqliteLabelStore } from "../labels/sqlite-labels.ts";
import { NodeStore } from "../manifest/node-store.ts";
import { FrameReader } from "../objects/frame-reader.ts";
import { LooseObjects } from "../objects/loose-objects.ts";
import { PACK_INDEX_SCHEMA, PackIndex } from "../objects/pack-index.ts";
import { PackStore } from "../objects/pack-store.ts";
import { comparePacks, type Reconciliation, reconcile } from "../objects/reconcile.ts";
import type { Profile } from "../profile.ts";
import { CHANGE_INDEX_SCHEMA, ChangeIndex } from "../snapshot/change-index.ts";
import { STAT_CACHE_SCHEMA, StatCache } from "../snapshot/stat-cache.ts";
import { notAStore, readDescription } from "./description.ts";
import { STORE_VERSION, type StoreLayout } from "./layout.ts";

/** The version of `index.db`; one with another version is made again. */
const INDEX_VERSION = 1;
/** A temporary file this old was left behind by a process that is gone, in ms. */
const STALE = 24 * 3600 * 1000;

/** How a store is opened. */
export interface OpenStoreOptions {
  readonly readonly: boolean;
  /** How long to wait for another process's lock, in ms. */
  readonly lockWait?: number | undefined;
  readonly clock: Clock;
  readonly actor: string;
  readonly files: FileWrites;
  /** Called for an object that is nowhere: looks for packs that the index does not know. */
  readonly reload?: () => Promise<boolean> | boolean;
}

/** A store with its databases open. */
export interface OpenedStore {
  readonly layout: StoreLayout;
  readonly profile: Profile;
  readonly db: Database;
  readonly indexDb: Database;
  readonly index: PackIndex;
  readonly loose: LooseObjects;
  readonly reader: FrameReader;
  readonly labels: SqliteLabelStore;
  readonly cache: StatCache;
  readonly changes: ChangeIndex;
  /** For reading; writing operations have one of their own from {@link stage}. */
  readonly objects: PackStore;
  readonly nodes: NodeStore;
  /** Gives a pack store that stages what one operation writes. */
  stage(): PackStore;
  close(): void;
}

/**
 * Opens a store that exists. One to read throws `DatabaseDamaged` where the index has to be made again first; one to
 * write makes it. Throws `StoreTooNew`, `NotAStore`, `StoreLocked`, `StoreReadOnly`.
 */
export function openStore(layout: StoreLayout, options: OpenStoreOptions): OpenedStore {
  const description = readDescription(layout);
  if (description === undefined) throw notAStore(layout, "it has no store.json");
  const { readonly, lockWait, files } = options;
  const waiting = lockWait === undefined ? {} : { lockWait };
  const db = openDatabase(layout.strataDb, { readonly, ...waiting });
  let indexDb: Database;
  try {
    requireVersion(db, layout);
    indexDb = openIndex(layout, readonly, waiting);
  } catch (thrown) {
    db.close();
    throw thrown;
  }
  const index = new PackIndex(indexDb, layout.packs);
  const loose = new LooseObjects(db);
  const reader = new FrameReader(loose);
  const parts = {
    db,
    index,
    loose,
    reader,
    folder: layout.packs,
    files,
    reload: options.reload ?? (() => false),
  };
  const objects = new PackStore(parts);
  return {
    layout,
    profile: description.profile,
    db,
    indexDb,
    index,
    loose,
    reader,
    labels: new SqliteLabelStore(db, options),
    cache: new StatCache(indexDb),
    changes: new ChangeIndex(indexDb),
    objects,
    nodes: new NodeStore(objects),
    stage: () => new PackStore(parts),
    close: () => {
      reader.close();
      indexDb.close();
      db.close();
    },
  };
}

/** Brings the index in line with the packs, and sweeps what dead processes left behind. */
export function tidy(store: OpenedStore, now: number): Reconciliation {
  const { packs } = store.layout;
  for (const name of readdirSync(packs).filter((name) => name.startsWith(TEMPORARY_PREFIX))) {
    const path = join(packs, name);
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat !== undefined && stat.mtimeMs < now - STALE) rmSync(path, { force: true });
  }
  return reconcile(store.index, packs);
}

/** Tells whether the index knows just the packs that are there. */
export function isTidy(store: OpenedStore): boolean {
  const { unknown, missing } = comparePacks(store.index, store.layout.packs);
  return unknown.length === 0 && missing.length === 0;
}

function requireVersion(db: Database, layout: StoreLayout): void {
  const version = db.pragma("user_version", { simple: true }) as number;
  if (version === STORE_VERSION) return;
  if (version > STORE_VERSION) {
    throw new StrataError("StoreTooNew", `The database of ${layout.folder} was made by a newer Strata.`, {
      hint: "Update Strata; this version would not understand what is in it, and has changed nothing.",
      data: { folder: layout.folder, version, understood: STORE_VERSION },
    });
  }
  throw new StrataError("DatabaseDamaged", `The database of ${layout.folder} is empty.`, {
    hint: "Run `strata recover` to bring back the newest good copy.",
    data: { path: layout.strataDb },
  });
}

function openIndex(layout: StoreLayout, readonly: boolean, waiting: { lockWait?: number }): Database {
  try {
    return openSoundIndex(layout, readonly, waiting);
  } catch (thrown) {
    if (readonly || !isDamage(thrown)) throw thrown;
    // Nothing in it cannot be derived again.
    for (const suffix of ["", "-wal", "-shm"]) rmSync(layout.indexDb + suffix, { force: true });
    return openSoundIndex(layout, readonly, waiting);
  }
}

function openSoundIndex(layout: StoreLayout, readonly: boolean, waiting: { lockWait?: number }): Database {
  const db = openDatabase(layout.indexDb, { readonly, create: !readonly, ...waiting, synchronous: "NORMAL" });
  try {
    if (!readonly) createTables(db);
    if (db.pragma("user_version", { simple: true }) !== INDEX_VERSION) throw indexDamaged(layout);
    db.prepare("SELECT count(*) FROM packs").get();
    return db;
  } catch (thrown) {
    db.close();
    throw thrown;
  }
}

function createTables(db: Database): void {
  inTransaction(db, () => {
    if (db.pragma("user_version", { simple: true }) !== 0) return;
    db.exec(PACK_INDEX_SCHEMA);
    db.exec(STAT_CACHE_SCHEMA);
    db.exec(CHANGE_INDEX_SCHEMA);
    db.pragma(`user_version = ${INDEX_VERSION}`);
  });
}

function indexDamaged(layout: StoreLayout): StrataError {
  return new StrataError("DatabaseDamaged", `The index of ${layout.folder} has to be made again.`, {
    hint: "Run any command that may write to the store; the index is derived from the packs.",
    data: { path: layout.indexDb },
  });
}

function isDamage(thrown: unknown): boolean {
  const { code } = thrown as { code?: string };
  if (code === undefined) return false;
  return code === "DatabaseDamaged" || code.startsWith("SQLITE_CORRUPT") || code.startsWith("SQLITE_NOTADB");
}
