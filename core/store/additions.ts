import { type Database, inTransaction } from "../database/database.ts";
import { BASE_SCHEMA, hasBases } from "../labels/bases.ts";
import { hasKeptMoves, KEPT_MOVES_SCHEMA } from "../labels/kept-moves.ts";
import { hasPruned, PRUNED_SCHEMA } from "../labels/pruned.ts";
import { hasOrigins, ORIGINS_SCHEMA } from "../labels/schema.ts";
import { hasMounts } from "../mount/mount-catalog.ts";
import { BASE_ENTRY_SCHEMA, hasBaseEntries, MOUNT_SCHEMA } from "../mount/schema.ts";
import { GENERATION_SCHEMA, hasGeneration } from "../objects/generation.ts";
import { hasMerges, MERGE_SCHEMA } from "../sessions/schema.ts";
import { hasScrubs, SCRUB_SCHEMA } from "../verify/scrub-log.ts";
import { hasLeases, LEASE_SCHEMA } from "./leases.ts";

/** A part of `strata.db` that older stores lack, and the statements that add it. */
interface Addition {
  readonly isThere: (db: Database) => boolean;
  readonly schema: string;
}

/** In the order in which Strata gained them. */
const ADDITIONS: readonly Addition[] = [
  { isThere: hasMounts, schema: MOUNT_SCHEMA },
  { isThere: hasOrigins, schema: ORIGINS_SCHEMA },
  { isThere: hasBaseEntries, schema: BASE_ENTRY_SCHEMA },
  { isThere: hasBases, schema: BASE_SCHEMA },
  { isThere: hasMerges, schema: MERGE_SCHEMA },
  { isThere: hasKeptMoves, schema: KEPT_MOVES_SCHEMA },
  { isThere: hasScrubs, schema: SCRUB_SCHEMA },
  { isThere: hasGeneration, schema: GENERATION_SCHEMA },
  { isThere: hasPruned, schema: PRUNED_SCHEMA },
  { isThere: hasLeases, schema: LEASE_SCHEMA },
];

/** Adds to a database what Strata gained since it was made. */
export function addMissing(db: Database): void {
  for (const addition of ADDITIONS) addTo(db, addition);
}

function addTo(db: Database, { isThere, schema }: Addition): void {
  if (isThere(db)) return;
  inTransaction(db, () => {
    // Another process may have added it first.
    if (!isThere(db)) db.exec(schema);
  });
}
