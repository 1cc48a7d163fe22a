// @browser-safe

/** The result of parsing saved data: the value, or a sentence that says why it is invalid. */
export type Parsed<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly why: string };

/** Returns a failed result with its reason. */
export function invalid(why: string): Parsed<never> {
  return { ok: false, why };
}

/** Returns whether a JSON value is an object. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Returns whether a JSON value is a non-negative integer. */
export function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}
