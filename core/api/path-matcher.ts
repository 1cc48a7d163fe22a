import ignore from "ignore";
import { StrataError } from "../errors.ts";
import { nameOf } from "./arrange.ts";
import { normalForm } from "./spelling.ts";

/** Returns whether a path matches; a folder's path ends in a slash. */
export type PathMatcher = (path: string, isFolder: boolean) => boolean;

/**
 * Reads a pattern: with a wildcard or a slash one of gitignore(5), in which the case of letters counts; else what a
 * path's last name has to contain, in any case. Unlike there, only a slash in front ties a pattern to the root: who looks for
 * `sched/*.c` seldom knows where that is. How accents are encoded does not count. Throws `BadInput` for one that could match nothing.
 */
export function matcherFor(pattern: string): PathMatcher {
  const wrong = patternProblem(pattern);
  if (wrong !== undefined) {
    throw new StrataError("BadInput", `${JSON.stringify(pattern)} is no pattern: ${wrong}.`, {
      hint: "A pattern is a part of a name, or like those in a .gitignore: *.ts, src/**, /docs/*.md.",
      data: { field: "pattern" },
    });
  }
  if (!isGlob(pattern)) {
    const part = normalForm(pattern).toLowerCase();
    return (path) => normalForm(nameOf(path)).toLowerCase().includes(part);
  }
  // The library remembers every path that it was asked of: one is made for each walk.
  const rules = ignore({ ignorecase: false }).add(
    /^(\/|\*\*\/)/.test(pattern) ? normalForm(pattern) : `**/${normalForm(pattern)}`,
  );
  return (path, isFolder) => rules.ignores(normalForm(isFolder ? `${path}/` : path));
}

function isGlob(pattern: string): boolean {
  return /[*?[/]/.test(pattern);
}

/** Returns why a pattern is invalid; undefined for a valid one. */
function patternProblem(pattern: string): string | undefined {
  if (pattern.trim() === "") return "it is empty";
  if (!isGlob(pattern)) return undefined;
  if (/^\/+$/.test(pattern)) return "it names nothing";
  if (/[\r\n]/.test(pattern)) return "it has more than one line";
  if (pattern.startsWith("#")) return "it is a comment; a name that begins so is written \\#";
  if (pattern.startsWith("!")) return "it only takes back; a name that begins so is written \\!";
  // Without what is quoted and what is in brackets, in which a `]` that comes first and a class have another meaning.
  const bare = pattern.replace(/\\./gs, "").replace(/\[[!^]?\]?(\[:[a-z]+:\]|[^\]])*\]/g, "");
  if (bare.includes("[")) return "a bracket is not closed";
  if (bare.endsWith("\\")) return "nothing follows its last backslash";
  return undefined;
}
