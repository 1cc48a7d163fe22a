import { StrataError } from "../errors.ts";
import type { ObjectId } from "../ids.ts";

/** The error for an id that the store does not have. */
export function missingObject(id: ObjectId): StrataError {
  return new StrataError("MissingObject", `The store does not hold object ${id.slice(0, 10)}.`, {
    hint: "Run `strata verify` to see what is damaged and which snapshots it touches.",
    data: { id },
  });
}

/** The error for bytes that do not match their id or do not decode. */
export function corruptObject(id: ObjectId, why: string): StrataError {
  return new StrataError("CorruptObject", `Object ${id.slice(0, 10)} is damaged: ${why}.`, {
    hint: "Run `strata verify` to see what is damaged and which snapshots it touches.",
    data: { id, why },
  });
}
