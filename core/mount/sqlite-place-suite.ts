import { openDatabase } from "../database/database.ts";
import type { SnapshotId } from "../ids.ts";
import type { Change } from "../manifest/changes.ts";
import { NodeStore } from "../manifest/node-store.ts";
import type { Profile } from "../profile.ts";
import { temporaryFolder } from "../testing/folders.ts";
import { openTestStore, steadyClock } from "../testing/stores.ts";
import type { TreeSpec } from "../testing/trees.ts";
import { MountCatalog } from "./mount-catalog.ts";
import { MOUNT_SCHEMA } from "./schema.ts";
import { SqliteUpper, SqliteUpperReader } from "./sqlite-upper.ts";
import { type LayerPlace, makeBase } from "./upper-layer-suite.ts";

/** Opens a store in a new folder, with the tables of mounts. */
export function openStoreWithMounts(profile?: Profile) {
  const store = openTestStore(temporaryFolder(), profile);
  const hasTables = store.db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'mounts'").get() !== undefined;
  if (!hasTables) store.db.exec(MOUNT_SCHEMA);
  return store;
}

/** A mount in a store, whose base can be replaced. */
export interface SqlitePlace extends LayerPlace {
  setBase(expected: number, base: SnapshotId, changes: readonly Change[]): boolean;
}

/** Makes a mount in a new store. */
export async function sqlitePlace(spec: TreeSpec, profile?: Profile): Promise<SqlitePlace> {
  const store = openStoreWithMounts(profile);
  const staged = store.stage();
  const base = await makeBase(staged, new NodeStore(staged), spec);
  const clock = steadyClock();
  const mounts = new MountCatalog(store.db, clock);
  const { id } = mounts.create({ name: "work", label: null, base });
  const readonly = openDatabase(store.layout.strataDb, { readonly: true });
  return {
    base,
    nodes: store.nodes,
    open: () => new SqliteUpper(store.db, id, { stage: () => store.stage(), clock }),
    setBase: (expected, onto, changes) => mounts.setBase(id, expected, { id: onto }, changes),
    openReader: () => new SqliteUpperReader(readonly, id),
  };
}
