// @browser-safe

/** What reading something saved gives: the value, or why it is none, as a sentence. */
export type Restored<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly why: string };

/** Says why something saved could not be read. */
export function failed(why: string): Restored<never> {
  return { ok: false, why };
}

/** Tells whether a value out of JSON is an object with names. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Tells whether a value out of JSON can count something. */
export function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}
