import { asStrataError } from "../errors.ts";

/** Returns whether an error means that the store cannot be written now: it is read-only, or the disk is full. */
export function isUnwritable(thrown: unknown): boolean {
  const { code } = asStrataError(thrown);
  return code === "StoreReadOnly" || code === "DiskFull";
}

/** Rethrows an error unless it means that the store cannot be written now. */
export function unlessUnwritable(thrown: unknown): void {
  if (!isUnwritable(thrown)) throw thrown;
}
