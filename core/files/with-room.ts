import { asStrataError } from "../errors.ts";

/** Runs work that needs next to no room. On a full disk it makes a little and runs it again; `makeRoom` returns whether it could. */
export function withRoom<T>(work: () => T, makeRoom: () => boolean): T {
  try {
    return work();
  } catch (thrown) {
    if (asStrataError(thrown).code !== "DiskFull" || !makeRoom()) throw thrown;
    return work();
  }
}
