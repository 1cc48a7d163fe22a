import { existsSync } from "node:fs";
import type { Clock } from "../clock.ts";
import { type Database, openDatabase } from "../database/database.ts";
import { StrataError } from "../errors.ts";
import type { FileWrites } from "../files/file-writes.ts";
import { PRIVATE_FOLDER } from "../files/private.ts";
import { SqliteLabelStore } from "../labels/sqlite-labels.ts";
import { NodeStore } from "../manifest/node-store.ts";
import { FrameReader } from "../objects/frame-reader.ts";
import { Generation } from "../objects/generation.ts";
import { LooseObjects } from "../objects/loose-objects.ts";
import { PackStore } from "../objects/pack-store.ts";
import { comparePacks, type Reconciliation, reconcile } from "../objects/reconcile.ts";
import type { Profile } from "../profile.ts";
import { addMissing } from "./additions.ts";
import { requireArrived } from "./arriving.ts";
import { notAStore, readDescription, requireDescribedProfile } from "./description.ts";
import { IndexDatabase, type OpenedIndex } from "./index-database.ts";
import { STORE_VERSION, type StoreLayout } from "./layout.ts";
import { Leases } from "./leases.ts";
import { requireStill } from "./moved.ts";
import { sweepTemporaries } from "./sweep.ts";

/** Options of {@link openStore}. */
export interface OpenStoreOptions {
  readonly readonly: boolean;
  /** How long to wait for another process's lock, in ms. */
  readonly lockWait?: number | undefined;
  readonly clock: Clock;
  readonly actor: string;
  readonly files: FileWrites;
  /** The store that this is a copy of, which is not the store yet. */
  readonly copyOf?: StoreLayout | undefined;
  /** Called for a missing object: looks for packs that the index does not know. */
  readonly reload?: () => Promise<boolean> | boolean;
  /** Makes a little room on a full disk; returns whether there was any to be had. */
  readonly makeRoom?: () => boolean;
}

/** A store with its databases open. Each operation asks anew for the parts in `index.db`. */
export interface OpenedStore extends OpenedIndex {
  readonly layout: StoreLayout;
  readonly profile: Profile;
  readonly files: FileWrites;
  readonly db: Database;
  readonly loose: LooseObjects;
  readonly reader: FrameReader;
  readonly labels: SqliteLabelStore;
  /** Reads objects; writing operations get a store of their own from {@link stage}. */
  readonly objects: PackStore;
  readonly nodes: NodeStore;
  /** Tells work whether objects were collected since it began. */
  readonly generation: Generation;
  readonly leases: Leases;
  /** Makes a little room on a full disk; returns whether there was any to be had. */
  makeRoom(): boolean;
  /** Returns a pack store that stages the objects of one operation. */
  stage(): PackStore;
  /**
   * Opens the current `index.db` if the open one was deleted or rebuilt; returns whether it did.
   * A writer's index may then know no packs before {@link tidy}.
   */
  followIndex(): boolean;
  /** Rebuilds `index.db` if it is damaged, as a `certain` caller knows already; returns whether there is a new one, which knows no packs. */
  mendIndex(certain: boolean): boolean;
  close(): void;
}

/**
 * Opens an existing store. Read-only, it throws `DatabaseDamaged` where the index has to be rebuilt first; for
 * writing, it rebuilds it. Throws `StoreTooNew`, `NotAStore`, `StoreMoved`, `ProfileMismatch`, `StoreLocked`, `StoreReadOnly`.
 */
export function openStore(layout: StoreLayout, options: OpenStoreOptions): OpenedStore {
  const { readonly, lockWait, files, copyOf } = options;
  if (copyOf === undefined) requireArrived(layout, files);
  const description = readDescription(copyOf ?? layout);
  if (description === undefined) throw notAStore(layout, "it has no store.json");
  const db = openDatabase(layout.strataDb, { readonly, ...(lockWait === undefined ? {} : { lockWait }) });
  try {
    requireVersion(db, layout);
    requireStill(db, layout);
    requireDescribedProfile(db, layout, description.profile);
    if (!readonly) addMissing(db);
    return assemble(layout, description.profile, db, options);
  } catch (thrown) {
    db.close();
    throw thrown;
  }
}

function assemble(
  layout: StoreLayout,
  profile: Profile,
  db: Database,
  options: OpenStoreOptions,
): OpenedStore {
  const loose = new LooseObjects(db);
  const reader = new FrameReader(loose);
  const labels = new SqliteLabelStore(db, options);
  // The last step that may fail, so that an error leaves only the two databases to close.
  const indexDatabase = new IndexDatabase(layout, db, options);
  const generation = new Generation(db);
  const leases = new Leases(db, options);
  const makeRoom = () => options.makeRoom?.() ?? false;
  const parts = {
    db,
    // Read at each look-up, so that a look-up after a reload uses the new index.
    get index() {
      return indexDatabase.current.index;
    },
    loose,
    reader,
    folder: layout.packs,
    markFolder: layout.folder,
    files: options.files,
    makeRoom,
    generation,
    flushes: { count: 0 },
    reload: async () => {
      const before = indexDatabase.current;
      const found = (await options.reload?.()) ?? false;
      indexDatabase.follow();
      return found || indexDatabase.current !== before;
    },
  };
  const objects = new PackStore(parts);
  return {
    layout,
    profile,
    files: options.files,
    db,
    get indexDb() {
      return indexDatabase.current.indexDb;
    },
    get index() {
      return indexDatabase.current.index;
    },
    get cache() {
      return indexDatabase.current.cache;
    },
    get changes() {
      return indexDatabase.current.changes;
    },
    get damagedPacks() {
      return indexDatabase.current.damagedPacks;
    },
    loose,
    reader,
    labels,
    objects,
    nodes: new NodeStore(objects),
    generation,
    leases,
    makeRoom,
    stage: () => new PackStore(parts, generation.begin()),
    followIndex: () => indexDatabase.follow(),
    mendIndex: (certain) => indexDatabase.mend(certain),
    close: () => {
      leases.close();
      reader.close();
      indexDatabase.close();
      db.close();
    },
  };
}

/** Reconciles the index with the packs, and sweeps the files of dead processes. `now` is in ms since 1970. */
export function tidy(store: OpenedStore, now: number): Reconciliation {
  const { layout, files } = store;
  restoreFolders(layout, files);
  for (const folder of [layout.folder, layout.packs, layout.backups, layout.setAside])
    sweepTemporaries(files, folder, now);
  store.followIndex();
  const reconciliation = reconcile(store.index, layout.packs, files);
  store.damagedPacks.replace(reconciliation.damaged);
  return reconciliation;
}

/** The differences between index and packs of a store that was not tidied. */
export interface PackSurvey {
  /** Packs that the index does not know. */
  readonly unknown: readonly string[];
  /** Packs that the index knows and that are gone. */
  readonly missing: readonly string[];
  /** Packs found damaged earlier, with reasons. */
  readonly damaged: Reconciliation["damaged"];
}

/** Compares the index with the packs. Changes nothing. */
export function surveyPacks(store: OpenedStore): PackSurvey {
  const { unknown, missing } = comparePacks(store.index, store.layout.packs);
  const damaged = store.damagedPacks.among(unknown);
  const known = new Set(damaged.map(({ name }) => name));
  return { unknown: unknown.filter((name) => !known.has(name)), missing, damaged };
}

/** Creates the folders that archives and copying programs leave out when they are empty. */
function restoreFolders(layout: StoreLayout, files: FileWrites): void {
  const missing = [layout.packs, layout.backups].filter((folder) => !existsSync(folder));
  for (const folder of missing) files.makeFolder(folder, PRIVATE_FOLDER);
  // A pack is only as durable as the name of its folder.
  if (missing.length > 0) files.syncFolder(layout.folder);
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
