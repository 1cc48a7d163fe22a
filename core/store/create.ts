import { existsSync, readdirSync } from "node:fs";
import { dirname } from "node:path";
import { type Database, inTransaction, openDatabase } from "../database/database.ts";
import { StrataError } from "../errors.ts";
import { writeDurably } from "../files/durable.ts";
import type { FileWrites } from "../files/file-writes.ts";
import { closeToOthers, PRIVATE_FOLDER } from "../files/private.ts";
import { BASE_SCHEMA } from "../labels/bases.ts";
import { KEPT_MOVES_SCHEMA } from "../labels/kept-moves.ts";
import { PRUNED_SCHEMA } from "../labels/pruned.ts";
import { LABEL_SCHEMA } from "../labels/schema.ts";
import { MOUNT_SCHEMA } from "../mount/schema.ts";
import { GENERATION_SCHEMA } from "../objects/generation.ts";
import { LOOSE_SCHEMA } from "../objects/loose-objects.ts";
import { checkProfile, type Profile, sameProfile } from "../profile.ts";
import { MERGE_SCHEMA } from "../sessions/schema.ts";
import { SCRUB_SCHEMA } from "../verify/scrub-log.ts";
import { requireArrived } from "./arriving.ts";
import { formatDescription, noStore, notAStore, readDescription, storedProfile } from "./description.ts";
import { STORE_VERSION, type StoreLayout } from "./layout.ts";
import { LEASE_SCHEMA } from "./leases.ts";
import { isOwnName } from "./own-files.ts";

const SETTINGS_SCHEMA = "CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;";

/**
 * Ensures that the folder holds a store: creates it where there is nothing (with `create`), finishes one whose creation
 * was interrupted or whose `store.json` was lost. Several processes may do so at once. Throws `NotAStore` for a folder with other
 * things in it, `NoStore` for a folder without a database when `create` is off, `ProfileMismatch` when the store there has another profile than
 * the one asked for, `StoreTooNew`, `StoreMoved`.
 */
export function ensureStore(
  layout: StoreLayout,
  wanted: { profile: Profile; exactly: boolean; create: boolean },
  files: FileWrites,
): void {
  requireArrived(layout, files);
  const existing = readDescription(layout);
  if (existing !== undefined) {
    if (wanted.exactly) requireSameProfile(layout, existing.profile, wanted.profile);
    return;
  }
  checkProfile(wanted.profile);
  requireVacant(layout);
  if (!wanted.create && !existsSync(layout.strataDb)) throw noStore(layout);
  makeFolderDurably(files, layout.folder);
  // An existing folder becomes as private as a new one.
  closeToOthers(layout.folder);
  files.makeFolder(layout.packs, PRIVATE_FOLDER);
  files.makeFolder(layout.backups, PRIVATE_FOLDER);
  const db = openDatabase(layout.strataDb, { create: true });
  try {
    const profile = initialise(db, wanted.profile);
    if (wanted.exactly) requireSameProfile(layout, profile, wanted.profile);
    // Written last, since this file makes the folder a store.
    writeDurably(files, layout.description, Buffer.from(formatDescription({ profile })));
  } finally {
    db.close();
  }
}

/** Creates a folder and its missing parents, so that their names survive a power failure. */
function makeFolderDurably(files: FileWrites, folder: string): void {
  const missing: string[] = [];
  for (let at = folder; !existsSync(at) && dirname(at) !== at; at = dirname(at)) missing.push(at);
  files.makeFolder(folder, PRIVATE_FOLDER);
  for (const made of missing) files.syncFolder(dirname(made));
}

/** Creates the tables unless another process has; returns the profile of the store. */
function initialise(db: Database, profile: Profile): Profile {
  return inTransaction(db, () => {
    if (db.pragma("user_version", { simple: true }) === 0) {
      db.exec(SETTINGS_SCHEMA);
      db.exec(LABEL_SCHEMA);
      db.exec(BASE_SCHEMA);
      db.exec(KEPT_MOVES_SCHEMA);
      db.exec(PRUNED_SCHEMA);
      db.exec(LOOSE_SCHEMA);
      db.exec(MOUNT_SCHEMA);
      db.exec(MERGE_SCHEMA);
      db.exec(SCRUB_SCHEMA);
      db.exec(GENERATION_SCHEMA);
      db.exec(LEASE_SCHEMA);
      db.prepare("INSERT INTO settings (name, value) VALUES ('profile', ?)").run(JSON.stringify(profile));
      db.pragma(`user_version = ${STORE_VERSION}`);
    }
    return checkProfile(storedProfile(db));
  });
}

function requireVacant(layout: StoreLayout): void {
  let names: string[];
  try {
    names = readdirSync(layout.folder);
  } catch (thrown) {
    const { code } = thrown as NodeJS.ErrnoException;
    if (code === "ENOENT") return;
    if (code === "ENOTDIR") throw notAStore(layout, "it is a file");
    throw thrown;
  }
  const stranger = names.find((name) => !isOwnName(name));
  if (stranger !== undefined) throw notAStore(layout, `it holds ${JSON.stringify(stranger)}`);
}

function requireSameProfile(layout: StoreLayout, found: Profile, wanted: Profile): void {
  if (sameProfile(found, wanted)) return;
  throw new StrataError(
    "ProfileMismatch",
    `The store at ${layout.folder} cuts files in another way than asked for.`,
    {
      hint: "A store keeps the profile that it was created with. Use it without these options, or create another store.",
      data: { folder: layout.folder, found, wanted },
    },
  );
}
