import { StrataError } from "../errors.ts";

/** What a list of patterns may have at most: each path of an import is held against each pattern. */
export const MAX_PATTERNS = 10_000;
const MAX_PATTERN_CHARACTERS = 4096;

/** Says what makes one line of an ignore file (gitignore syntax) one that no path can ever match; undefined for a good one. */
export function patternProblem(line: string): string | undefined {
  if (line.startsWith("#")) return undefined;
  if (line.length > MAX_PATTERN_CHARACTERS)
    return `it has more than ${MAX_PATTERN_CHARACTERS.toLocaleString("en")} characters`;
  const pattern = trimSpaces(line);
  for (let at = 0; at < pattern.length; at++) {
    if (pattern[at] === "\\") {
      if (++at === pattern.length) return "it ends in a lone backslash";
    } else if (pattern[at] === "[") {
      at = endOfBracket(pattern, at);
      if (at < 0) return "its [ is not closed";
    }
  }
  return undefined;
}

/** Throws `BadIgnoreRules` unless all patterns can be used. `source` begins the sentence: whose they are. */
export function requirePatterns(
  lines: readonly string[],
  source: string,
  { hint, data }: { readonly hint: string; readonly data?: Record<string, unknown> },
): void {
  const refuse = (reason: string, more: Record<string, unknown> = {}) =>
    new StrataError("BadIgnoreRules", `${source} cannot be used: ${reason}.`, {
      hint,
      data: { ...data, ...more },
    });
  if (lines.filter(isPattern).length > MAX_PATTERNS)
    throw refuse(`more than ${MAX_PATTERNS.toLocaleString("en")} patterns are in it`);
  for (const [no, line] of lines.entries()) {
    const problem = patternProblem(line);
    if (problem === undefined) continue;
    const pattern = line.length > 80 ? `${line.slice(0, 80)}…` : line;
    throw refuse(`line ${no + 1}, ${JSON.stringify(pattern)}: ${problem}`, { line: no + 1, pattern });
  }
}

/** Gives the lines of an ignore file, which may have a byte order mark and end in CR LF. */
export function linesOf(text: string): string[] {
  return text
    .replace(/^\uFEFF/, "")
    .split("\n")
    .map((line) => line.replace(/\r$/, ""));
}

/** Removes the spaces at the end, except one that a backslash quotes. */
export function trimSpaces(pattern: string): string {
  let end = pattern.length;
  while (end > 0 && pattern[end - 1] === " ") end--;
  if (end === pattern.length) return pattern;
  let slashes = 0;
  while (slashes < end && pattern[end - 1 - slashes] === "\\") slashes++;
  return pattern.slice(0, slashes % 2 === 0 ? end : end + 1);
}

function isPattern(line: string): boolean {
  return line !== "" && !line.startsWith("#");
}

/** Finds the ] that closes the bracket at `at`: one that comes first is a member of it, as is a quoted one. -1: there is none. */
function endOfBracket(pattern: string, at: number): number {
  let next = at + 1;
  if (pattern[next] === "!" || pattern[next] === "^") next++;
  for (const first = next; next < pattern.length; next++) {
    if (pattern[next] === "\\") next++;
    else if (pattern.startsWith("[:", next)) {
      const end = pattern.indexOf(":]", next + 2);
      if (end >= 0) next = end + 1;
    } else if (pattern[next] === "]" && next > first) return next;
  }
  return -1;
}
