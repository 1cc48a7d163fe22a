import { StrataError } from "../errors.ts";

/** Maximum number of patterns in a list: each path of an import is matched with each pattern. */
export const MAX_PATTERNS = 10_000;
const MAX_PATTERN_CHARACTERS = 4096;

/** Returns why a line of an ignore file (gitignore syntax) can never match a path; undefined for a good line. */
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

/** Throws `BadIgnoreRules` unless all patterns can be used. `source` says whose they are and begins the sentence. */
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

/** Returns the lines of an ignore file, which may have a byte order mark and CR LF line ends. */
export function linesOf(text: string): string[] {
  return text
    .replace(/^\uFEFF/, "")
    .split("\n")
    .map((line) => line.replace(/\r$/, ""));
}

/** Removes trailing spaces, except one quoted by a backslash. */
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

/**
 * Returns the position of the ] that closes the bracket at `at`, or -1. A ] that comes first or is quoted is a member
 * of the bracket.
 */
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
