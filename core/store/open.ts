import { existsSync } from "node:fs";
import type { Clock } from "../clock.ts";
import { type Database, inTransaction, openDatabase } from "../database/database.ts";
import { StrataError } from "../errors.ts";
import type { FileWrites } from "../files/file-writes.ts";
import { PRIVATE_FOLDER } from "../files/private.ts";
import { BASE_SCHEMA, hasBases } from "../labels/bases.ts";
import { hasOrigins, ORIGINS_SCHEMA } from "../labels/schema.ts";
import { SqliteLabelStore } from "../labels/sqlite-labels.ts";
import { NodeStore } from "../manifest/node-store.ts";
import { hasMounts } from "../mount/mount-catalog.ts";
import { BASE_ENTRY_SCHEMA, hasBaseEntries, MOUNT_SCHEMA } from "../mount/schema.ts";
import { FrameReader } from "../objects/frame-reader.ts";
import { LooseObjects } from "../objects/loose-objects.ts";
import { PackStore } from "../objects/pack-store.ts";
import { comparePacks, type Reconciliation, reconcile } from "../objects/reconcile.ts";
import type { Profile } from "../profile.ts";
import { notAStore, readDescription, requireDescribedProfile } from "./description.ts";
import { IndexDatabase, type OpenedIndex } from "./index-database.ts";
import { STORE_VERSION, type StoreLayout } from "./layout.ts";
import { sweepTemporaries } from "./sweep.ts";

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
  /** Makes a little room on a full disk; tells whether there was any to be had. */
  readonly makeRoom?: () => boolean;
}

/** A store with its databases open. What lies in `index.db` is to be asked for anew by each operation. */
export interface OpenedStore extends OpenedIndex {
  readonly layout: StoreLayout;
  readonly profile: Profile;
  readonly files: FileWrites;
  readonly db: Database;
  readonly loose: LooseObjects;
  readonly reader: FrameReader;
  readonly labels: SqliteLabelStore;
  /** For reading; writing operations have one of their own from {@link stage}. */
  readonly objects: PackStore;
  readonly nodes: NodeStore;
  /** Makes a little room on a full disk; tells whether there was any to be had. */
  makeRoom(): boolean;
  /** Gives a pack store that stages what one operation writes. */
  stage(): PackStore;
  /**
   * Turns to the `index.db` that is there now, when the one that was opened was deleted or made again; tells whether it did.
   * A writer's may then know no packs before {@link tidy}.
   */
  followIndex(): boolean;
  /** Makes `index.db` again if it is damaged, of which one may be certain; tells whether there is another one now, which knows no packs. */
  mendIndex(certain: boolean): boolean;
  close(): void;
}

/**
 * Opens a store that exists. One to read throws `DatabaseDamaged` where the index has to be made again first; one to
 * write makes it. Throws `StoreTooNew`, `NotAStore`, `ProfileMismatch`, `StoreLocked`, `StoreReadOnly`.
 */
export function openStore(layout: StoreLayout, options: OpenStoreOptions): OpenedStore {
  const description = readDescription(layout);
  if (description === undefined) throw notAStore(layout, "it has no store.json");
  const { readonly, lockWait } = options;
  const db = openDatabase(layout.strataDb, { readonly, ...(lockWait === undefined ? {} : { lockWait }) });
  try {
    requireVersion(db, layout);
    requireDescribedProfile(db, layout, description.profile);
    if (!readonly) for (const addition of ADDITIONS) addTo(db, addition);
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
  // Last of what may fail, so that nothing but the two databases is ever to be closed.
  const indexDatabase = new IndexDatabase(layout, db, options);
  const makeRoom = () => options.makeRoom?.() ?? false;
  const parts = {
    db,
    // Asked for at each look-up, so that one which follows a reload sees the index that was turned to.
    get index() {
      return indexDatabase.current.index;
    },
    loose,
    reader,
    folder: layout.packs,
    markFolder: layout.folder,
    files: options.files,
    makeRoom,
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
    makeRoom,
    stage: () => new PackStore(parts),
    followIndex: () => indexDatabase.follow(),
    mendIndex: (certain) => indexDatabase.mend(certain),
    close: () => {
      reader.close();
      indexDatabase.close();
      db.close();
    },
  };
}

/** Brings the index in line with the packs, and sweeps what dead processes left behind. `now` is in ms since 1970. */
export function tidy(store: OpenedStore, now: number): Reconciliation {
  const { layout, files } = store;
  restoreFolders(layout, files);
  for (const folder of [layout.folder, layout.packs, layout.backups]) sweepTemporaries(files, folder, now);
  store.followIndex();
  const reconciliation = reconcile(store.index, layout.packs, files);
  store.damagedPacks.replace(reconciliation.damaged);
  return reconciliation;
}

/** How the index of a store that was not tidied stands to the packs. */
export interface PackSurvey {
  /** Packs that have to be read in. */
  readonly unknown: readonly string[];
  /** Packs that the index knows, but that are gone. */
  readonly missing: readonly string[];
  /** Packs that were found damaged before, and why. */
  readonly damaged: Reconciliation["damaged"];
}

/** Tells how the index stands to the packs, and changes nothing. */
export function surveyPacks(store: OpenedStore): PackSurvey {
  const { unknown, missing } = comparePacks(store.index, store.layout.packs);
  const damaged = store.damagedPacks.among(unknown);
  const known = new Set(damaged.map(({ name }) => name));
  return { unknown: unknown.filter((name) => !known.has(name)), missing, damaged };
}

/** Makes the folders again that archives and programs which copy a store leave out when they are empty. */
function restoreFolders(layout: StoreLayout, files: FileWrites): void {
  const missing = [layout.packs, layout.backups].filter((folder) => !existsSync(folder));
  for (const folder of missing) files.makeFolder(folder, PRIVATE_FOLDER);
  // A pack is only as durable as the name of the folder that it is in.
  if (missing.length > 0) files.syncFolder(layout.folder);
}

/** A part of `strata.db` that stores of before lack, and what makes it. */
interface Addition {
  readonly isThere: (db: Database) => boolean;
  readonly schema: string;
}

/** In the order in which they came. */
const ADDITIONS: readonly Addition[] = [
  { isThere: hasMounts, schema: MOUNT_SCHEMA },
  { isThere: hasOrigins, schema: ORIGINS_SCHEMA },
  { isThere: hasBaseEntries, schema: BASE_ENTRY_SCHEMA },
  { isThere: hasBases, schema: BASE_SCHEMA },
];

function addTo(db: Database, { isThere, schema }: Addition): void {
  if (isThere(db)) return;
  inTransaction(db, () => {
    // Another process may have been quicker.
    if (!isThere(db)) db.exec(schema);
  });
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
