import type { StrataError } from "../errors.ts";
import { safeText } from "./render/safe-text.ts";

/** Gives the exit code of a command that failed: 2 for what was typed wrongly, 130 for what was interrupted, else 1. */
export function exitCodeOf({ code }: StrataError): number {
  if (code === "BadInput") return 2;
  return code === "Cancelled" ? 130 : 1;
}

/** Gives the one line that tells a person what went wrong and what to do. */
export function failureLine({ message, hint }: StrataError): string {
  const sentence = /[.!?]$/.test(message) ? message : `${message}.`;
  const line = hint === undefined ? sentence : `${sentence} ${hint}`;
  // A message may quote what the system said, or a name out of a snapshot.
  return `strata: ${safeText(line.replace(/\s*\n\s*/g, " "))}`;
}
