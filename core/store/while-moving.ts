import type { Clock } from "../clock.ts";
import { openDatabase } from "../database/database.ts";
import { asStrataError, type ErrorCode, StrataError } from "../errors.ts";
import type { StoreLayout } from "./layout.ts";
import { type Lease, Leases } from "./leases.ts";
import { placeAfter, storeMoved } from "./moved.ts";

/** What a move is called in the lease that it holds. */
export const MOVING = "move";

/** Errors that come of a store whose files are gone, or that somebody else has locked. */
const MAY_HAVE_MOVED: readonly ErrorCode[] = [
  ...([
    "StoreLocked",
    "ENOENT",
    "ENOTDIR",
    "ReadFailed",
    "WriteFailed",
    "MissingObject",
    "CorruptPack",
  ] as const),
  ...(["NoStore", "NotAStore", "DatabaseDamaged", "StoreReadOnly"] as const),
];

/**
 * Returns the error to tell of a failure: that the store has moved, or is about to, where that is why. All else is given back.
 */
export function orMoved(layout: StoreLayout, thrown: unknown, clock: Clock = Date.now): unknown {
  const { code } = asStrataError(thrown);
  const mover = code === "StoreLocked" ? moverOf(layout, clock) : undefined;
  if (mover !== undefined) return storeMoving(mover, thrown);
  const went = MAY_HAVE_MOVED.includes(code) ? placeAfter(layout) : undefined;
  return went === undefined ? thrown : storeMoved(layout.folder, went.folder);
}

/** Returns the lease of who moves a store now. */
function moverOf({ strataDb }: StoreLayout, clock: Clock): Lease | undefined {
  try {
    const db = openDatabase(strataDb, { readonly: true, lockWait: 0 });
    try {
      const leases = new Leases(db, { clock, actor: "" });
      return leases.live().find(({ kind, work }) => kind === "collector" && work === MOVING);
    } finally {
      db.close();
    }
  } catch {
    return undefined;
  }
}

function storeMoving({ actor }: Lease, cause: unknown): StrataError {
  return new StrataError("StoreBusy", `The store is being moved to another folder, by ${actor}.`, {
    hint: "Run it again when it has moved; nothing was changed.",
    data: { work: MOVING, actor },
    cause,
  });
}
