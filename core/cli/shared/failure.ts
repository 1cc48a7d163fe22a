import { undoing } from "../../api/undoing.ts";
import type { StrataError } from "../../errors.ts";
import type { LineStyle } from "../render/line-styles.ts";
import { safeText } from "../render/safe-text.ts";
import { undoingLines } from "../render/undoing.ts";

/** The exit code of a command that left the label alone, because moving it would undo the changes of others. */
export const REJECTED = 3;

/** The exit code of a merge with conflicts. */
export const CONFLICTS = 4;

/**
 * Returns the exit code of a failed command: 2 for invalid arguments, 3 for an import that would undo changes of others, 4 for a
 * merge with open files, 130 for an interrupted command, else 1.
 */
export function exitCodeOf({ code }: StrataError): number {
  if (code === "BadInput") return 2;
  if (code === "WouldUndo") return REJECTED;
  if (code === "MergeOpen") return CONFLICTS;
  return code === "Cancelled" ? 130 : 1;
}

/** Returns the lines that report an error: what is wrong, its remedy, and the changes that an import would undo. */
export function failureLines(error: StrataError): string[] {
  return [failureLine(error), ...failureDetails(error)];
}

/** Returns the look of a line of {@link failureLines}. */
export function failureStyle(line: string): LineStyle | undefined {
  return line.startsWith("strata: ") ? "red" : undefined;
}

function failureDetails({ code, data }: StrataError): string[] {
  const told = code === "WouldUndo" ? undoing.strip().safeParse(data) : undefined;
  return told?.success ? undoingLines(told.data) : [];
}

function failureLine({ message, hint }: StrataError): string {
  const sentence = /[.!?]$/.test(message) ? message : `${message}.`;
  const line = hint === undefined ? sentence : `${sentence} ${hint}`;
  // A message may quote the system, or a name from a snapshot.
  return `strata: ${safeText(line.replace(/\s*\n\s*/g, " "))}`;
}
