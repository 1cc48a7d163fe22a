import { asStrataError } from "../errors.ts";

/** Tells whether something failed because nothing can be written to the store now: nobody may, or there is no room. */
export function isUnwritable(thrown: unknown): boolean {
  const { code } = asStrataError(thrown);
  return code === "StoreReadOnly" || code === "DiskFull";
}

/** Throws what was thrown, unless it says that nothing can be written to the store now. */
export function unlessUnwritable(thrown: unknown): void {
  if (!isUnwritable(thrown)) throw thrown;
}
