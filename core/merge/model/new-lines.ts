// @browser-safe
import type { Span } from "../text/region.ts";
import { endOf } from "./lines.ts";
import type { MergeTexts } from "./merge-source.ts";

/** Consecutive lines of a result that neither side has. */
export interface NewLines extends Span {
  /** Whether the base has them: lines that both sides had deleted are back. */
  readonly inBase: boolean;
}

/**
 * Returns the lines of a result that neither side has anywhere, in runs. Line ends count, except that a line without one
 * equals any line of the same content. Known lines in other places or numbers are not reported.
 */
export function newLines(result: readonly string[], { base, ours, theirs }: MergeTexts): NewLines[] {
  const sides = knownLines([...ours, ...theirs]);
  const before = knownLines(base);
  const runs: NewLines[] = [];
  for (const [start, line] of result.entries()) {
    if (hasLine(sides, line)) continue;
    const inBase = hasLine(before, line);
    const run = runs.at(-1);
    if (run !== undefined && run.start + run.count === start && run.inBase === inBase) {
      runs.splice(-1, 1, { ...run, count: run.count + 1 });
    } else {
      runs.push({ start, count: 1, inBase });
    }
  }
  return runs;
}

function knownLines(lines: readonly string[]): ReadonlySet<string> {
  const known = new Set(lines);
  for (const line of lines) {
    if (endOf(line) === "") for (const ended of withEnds(line)) known.add(ended);
  }
  return known;
}

function hasLine(known: ReadonlySet<string>, line: string): boolean {
  return known.has(line) || (endOf(line) === "" && withEnds(line).some((ended) => known.has(ended)));
}

function withEnds(line: string): string[] {
  return [`${line}\n`, `${line}\r\n`];
}
