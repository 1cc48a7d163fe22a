import { StrataError } from "../errors.ts";
import { readBracket } from "./ignore-brackets.ts";

/** Maximum number of patterns in a list: each path of an import is matched with each pattern. */
export const MAX_PATTERNS = 10_000;
const MAX_PATTERN_CHARACTERS = 4096;

/**
 * Returns why a line of an ignore file (gitignore syntax) can match nothing, or has a part that cannot; undefined for a good line.
 */
export function patternProblem(line: string): string | undefined {
  if (line.startsWith("#")) return undefined;
  if (line.length > MAX_PATTERN_CHARACTERS)
    return `it has more than ${MAX_PATTERN_CHARACTERS.toLocaleString("en")} characters`;
  // The marks of a negation, of the folder it is tied to and of a folder are not matched with names.
  const pattern = trimSpaces(line).replace(/^!/, "").replace(/^\//, "").replace(/\/$/, "");
  if (pattern === "") return undefined;
  /** The text of the part between two slashes; undefined once it has a wildcard. */
  let part: string | undefined = "";
  for (let at = 0; at < pattern.length; at++) {
    const char = pattern[at] ?? "";
    if (char === "/") {
      const problem = partProblem(part);
      if (problem !== undefined) return problem;
      part = "";
    } else if (char === "\\") {
      if (++at === pattern.length) return "it ends in a lone backslash";
      if (part !== undefined) part += pattern[at];
    } else if (char === "[") {
      const bracket = readBracket(pattern, at);
      if ("problem" in bracket) return bracket.problem;
      at = bracket.end;
      part = undefined;
    } else if (char === "*" || char === "?") part = undefined;
    else if (part !== undefined) part += char;
  }
  return partProblem(part);
}

/** Returns why no name is equal to a part of a pattern. */
function partProblem(part: string | undefined): string | undefined {
  if (part === "") return "it has two slashes in a row";
  return part === "." || part === ".." ? `its part ${part} is not the name of anything` : undefined;
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
