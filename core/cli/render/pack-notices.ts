import type { Repository } from "../../repository/repository.ts";
import { safeText } from "./safe-text.ts";

/** Tells of packs that were found lost or damaged when the store was opened, a line each. */
export function packNotices({ missing, damaged }: Repository["reconciliation"]): string[] {
  const verify = "run `strata verify` to see what that touches";
  return [
    ...missing.map(
      (name) => `strata: warning: The pack ${safeText(name)} is gone from the store; ${verify}.`,
    ),
    ...damaged.map(
      ({ name, reason }) =>
        `strata: warning: The pack ${safeText(name)} cannot be read in, because ${safeText(reason)}; ${verify}.`,
    ),
  ];
}
