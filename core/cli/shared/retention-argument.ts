import { StrataError } from "../../errors.ts";
import { DEFAULT_LADDER, type Ladder } from "../../labels/retention.ts";

const RUNGS = Object.keys(DEFAULT_LADDER) as (keyof Ladder)[];

/**
 * Parses a retention as it is typed: `everything`, `last=10`, `days=30`, `ladder`, `ladder=last:10,daily:7`, or `default`,
 * which is null. The command's schema checks the numbers. Throws `BadInput`.
 */
export function parseRetention(text: string): object | null {
  const [keep = "", value] = splitAt(text, "=");
  if (keep === "last" && value) return { keep, moves: numberOf(value) };
  if (keep === "days" && value) return { keep, days: numberOf(value) };
  if (keep === "ladder" && value !== "")
    return { keep, ...(value === undefined ? DEFAULT_LADDER : ladderOf(value)) };
  if (keep === "everything" && value === undefined) return { keep };
  if (keep === "default" && value === undefined) return null;
  throw unclear(text);
}

/** Parses the rungs of a ladder; those that are not named are left out. */
function ladderOf(text: string): Record<string, unknown> {
  const rungs: Record<string, unknown> = Object.fromEntries(RUNGS.map((rung) => [rung, 0]));
  const named = new Set<string>();
  for (const part of text.split(",")) {
    const [rung = "", value] = splitAt(part, ":");
    if (!Object.hasOwn(rungs, rung) || !value || named.has(rung)) throw unclear(`ladder=${text}`);
    rungs[rung] = numberOf(value);
    named.add(rung);
  }
  return rungs;
}

function splitAt(text: string, separator: string): [string, string?] {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

/** Anything but a number is passed on as typed: the command's schema reports it. */
function numberOf(text: string): unknown {
  return /^-?\d+$/.test(text) ? Number(text) : text;
}

function unclear(text: string): StrataError {
  return new StrataError("BadInput", `${JSON.stringify(text)} says no retention.`, {
    hint: `It is everything, last=10, days=30, ladder, or ladder=${RUNGS.map((rung) => `${rung}:${DEFAULT_LADDER[rung]}`).join(",")} with any of these; default takes it away.`,
    data: { retention: text },
  });
}
