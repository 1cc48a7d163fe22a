import { inTransaction } from "../database/database.ts";
import type { OpenedStore } from "../store/open.ts";

/** A change of a session that was worked out before the transaction in which it is made. */
export type Prepared<Result> =
  /** Makes it, in the caller's transaction. Throws {@link Outdated} if what it was worked out from has changed since. */
  () => Result;

/** Another process changed what a change was worked out from. */
export class Outdated extends Error {}

/** Works a change of a session out and makes it in one transaction, as a whole or not at all; again if it is outdated by then. */
export async function changeSession<Result>(
  { db }: OpenedStore,
  prepare: () => Promise<Prepared<Result>>,
): Promise<Result> {
  for (;;) {
    const change = await prepare();
    try {
      return inTransaction(db, change);
    } catch (thrown) {
      if (!(thrown instanceof Outdated)) throw thrown;
    }
  }
}
