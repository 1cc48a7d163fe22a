import { undoing } from "../api/undoing.ts";
import type { StrataError } from "../errors.ts";
import { safeText } from "./render/safe-text.ts";
import { undoingLines } from "./render/undoing.ts";

/** The exit code of a command that left the label alone, because moving it would undo the changes of others. */
export const REJECTED = 3;

/**
 * Gives the exit code of a command that failed: 2 for what was typed wrongly, 3 for an import that would undo what others did, 130 for
 * what was interrupted, else 1.
 */
export function exitCodeOf({ code }: StrataError): number {
  if (code === "BadInput") return 2;
  if (code === "WouldUndo") return REJECTED;
  return code === "Cancelled" ? 130 : 1;
}

/** Gives the lines that tell a person more than {@link failureLine} does: what an import would undo. */
export function failureDetails({ code, data }: StrataError): string[] {
  const told = code === "WouldUndo" ? undoing.strip().safeParse(data) : undefined;
  return told?.success ? undoingLines(told.data) : [];
}

/** Gives the one line that tells a person what went wrong and what to do. */
export function failureLine({ message, hint }: StrataError): string {
  const sentence = /[.!?]$/.test(message) ? message : `${message}.`;
  const line = hint === undefined ? sentence : `${sentence} ${hint}`;
  // A message may quote what the system said, or a name out of a snapshot.
  return `strata: ${safeText(line.replace(/\s*\n\s*/g, " "))}`;
}
