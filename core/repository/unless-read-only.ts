import { StrataError } from "../errors.ts";

/** Throws what was thrown, unless it says that nobody may write to the store. */
export function unlessReadOnly(thrown: unknown): void {
  if (!(thrown instanceof StrataError) || thrown.code !== "StoreReadOnly") throw thrown;
}
