import { readFileSync } from "node:fs";
import { z } from "zod";
import type { Database } from "../database/database.ts";
import { StrataError } from "../errors.ts";
import { checkProfile, type Profile, sameProfile } from "../profile.ts";
import { STORE_VERSION, type StoreLayout } from "./layout.ts";
import { storeMoved, wordOf } from "./moved.ts";

const versionSchema = z.object({ strata: z.literal("store"), version: z.number().int().positive() });
const profileSchema = z.object({
  inlineMax: z.number(),
  wholeMax: z.number(),
  chunkMin: z.number(),
  chunkAvg: z.number(),
  chunkMax: z.number(),
});
const descriptionSchema = versionSchema.extend({ profile: profileSchema });

/** The content of `store.json`. */
export interface StoreDescription {
  readonly profile: Profile;
}

/** Returns the text of `store.json`. */
export function formatDescription({ profile }: StoreDescription): string {
  return `${JSON.stringify({ strata: "store", version: STORE_VERSION, profile }, null, 2)}\n`;
}

/** Reads `store.json`; undefined when there is none. Throws `StoreTooNew`, `StoreMoved`, `NotAStore`. */
export function readDescription(layout: StoreLayout): StoreDescription | undefined {
  let text: string;
  try {
    text = readFileSync(layout.description, "utf8");
  } catch (thrown) {
    const { code } = thrown as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    throw thrown;
  }
  const json = parseJson(text);
  const went = wordOf(json);
  if (went !== undefined) throw storeMoved(layout.folder, went.folder);
  const version = versionSchema.safeParse(json);
  if (!version.success) throw notAStore(layout, "its store.json is not one");
  if (version.data.version > STORE_VERSION) {
    throw new StrataError("StoreTooNew", `The store at ${layout.folder} was made by a newer Strata.`, {
      hint: "Update Strata; this version would not understand what is in it, and has changed nothing.",
      data: { folder: layout.folder, version: version.data.version, understood: STORE_VERSION },
    });
  }
  const description = descriptionSchema.safeParse(json);
  if (!description.success) throw notAStore(layout, "its store.json names no profile");
  return { profile: checkProfile(description.data.profile) };
}

/**
 * Ensures that `store.json` names the profile that the store was created with: under another one, existing contents
 * would be stored again. `db` is `strata.db`. Throws `ProfileMismatch`, `DatabaseDamaged`.
 */
export function requireDescribedProfile(db: Database, layout: StoreLayout, described: Profile): void {
  const stored = storedProfile(db);
  if (sameProfile(stored, described)) return;
  throw new StrataError(
    "ProfileMismatch",
    `The store.json of ${layout.folder} names another profile than the store was created with.`,
    {
      hint: "It was edited, or is another store's. Delete it: it is written again, as it was, when the store is next used.",
      data: { folder: layout.folder, found: described, wanted: stored },
    },
  );
}

/** The error for a folder without a store. */
export function noStore({ folder }: StoreLayout): StrataError {
  return new StrataError("NoStore", `There is no store at ${folder}.`, {
    hint: "Check --store and STRATA_STORE, and that its disk is connected. `strata init` makes a store there, and so does the first `strata import`.",
    data: { folder },
  });
}

/** Returns the profile recorded in `strata.db`. Throws `DatabaseDamaged`. */
export function storedProfile(db: Database): Profile {
  const text = db.prepare("SELECT value FROM settings WHERE name = 'profile'").pluck().get();
  const stored = profileSchema.safeParse(parseJson(String(text)));
  if (stored.success) return stored.data;
  throw new StrataError("DatabaseDamaged", `The database ${db.name} names no profile.`, {
    hint: "Run `strata recover` to bring back the newest good copy.",
    data: { path: db.name },
  });
}

/** The error for a folder with other contents than a store. */
export function notAStore(layout: StoreLayout, why: string): StrataError {
  return new StrataError("NotAStore", `${layout.folder} is not a store: ${why}.`, {
    hint: "Name another folder with --store or STRATA_STORE: an empty one, or one that does not exist yet.",
    data: { folder: layout.folder },
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
