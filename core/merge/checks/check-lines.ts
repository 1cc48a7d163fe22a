import { contentOf, splitLines } from "../model/lines.ts";
import { newLines } from "../model/new-lines.ts";
import { type CheckedText, type Finding, type MergedText, MOST_FINDINGS } from "./finding.ts";

type Lines = Readonly<Record<keyof MergedText, readonly string[]>>;

/** Checks the lines of a merge's result, whatever its format. */
export function checkLines({ base, ours, theirs, result }: MergedText): CheckedText {
  const split = {
    base: splitLines(base),
    ours: splitLines(ours),
    theirs: splitLines(theirs),
    result: splitLines(result),
  };
  const contents: Lines = {
    base: split.base.map(contentOf),
    ours: split.ours.map(contentOf),
    theirs: split.theirs.map(contentOf),
    result: split.result.map(contentOf),
  };
  const found = [...doubledLines(contents), ...conflictMarkers(contents)];
  return {
    findings: found.sort((a, b) => a.line - b.line),
    newLines: newLines(split.result, split).reduce((sum, { count }) => sum + count, 0),
  };
}

/** Returns the lines that equal the one before them only in the result. Blank ones and those without a letter or digit are left out. */
function doubledLines({ base, ours, theirs, result }: Lines): Finding[] {
  const known = new Set([base, ours, theirs].flatMap((lines) => [...doubledIn(lines).values()]));
  return [...doubledIn(result)]
    .filter(([, line]) => /[\p{L}\p{N}]/u.test(line) && !known.has(line))
    .slice(0, MOST_FINDINGS)
    .map(([at]) => ({
      kind: "doubled-line",
      line: at + 1,
      message: "This line equals the one before it, and no version has it twice in a row.",
    }));
}

/** Returns the lines that equal the one before them, by their indexes. */
function doubledIn(lines: readonly string[]): Map<number, string> {
  return new Map([...lines.entries()].filter(([at, line]) => at > 0 && lines[at - 1] === line));
}

/** Returns the lines of a result that look like conflict markers, without those of the base. */
function conflictMarkers({ base, ours, theirs, result }: Lines): Finding[] {
  // The others may as well be the line below a heading, or an empty row of a table.
  if (!result.some((line) => /^(?:<{7}|>{7})(?: |$)/.test(line))) return [];
  const [before, our, their] = [base, ours, theirs].map((lines) => new Set(lines.filter(isMarker)));
  return [...result.entries()]
    .filter(([, line]) => isMarker(line) && !before?.has(line))
    .slice(0, MOST_FINDINGS)
    .map(([at, line]) => {
      const from = origin(our?.has(line) ?? false, their?.has(line) ?? false);
      return {
        kind: "conflict-marker",
        line: at + 1,
        message: `This is a conflict marker, ${FROM[from ?? "typed"]}.`,
        from,
      };
    });
}

const FROM = {
  ours: "which ours already had",
  theirs: "which theirs already had",
  both: "which both sides already had",
  typed: "which neither side had",
};

function isMarker(line: string): boolean {
  return /^(?:<{7}|>{7}|\|{7}|={7})(?: |$)/.test(line);
}

function origin(inOurs: boolean, inTheirs: boolean): Finding["from"] & (string | null) {
  if (inOurs && inTheirs) return "both";
  return inOurs ? "ours" : inTheirs ? "theirs" : null;
}
