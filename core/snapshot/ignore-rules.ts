import ignore, { type Ignore } from "ignore";
import type { LabelSettings } from "../labels/label-store.ts";
import { linesOf, requirePatterns, trimSpaces } from "./ignore-patterns.ts";

/** What the ignore files of one folder say; either may have a byte order mark and lines that end in CR LF. */
export interface IgnoreTexts {
  readonly strataignore?: string;
  readonly gitignore?: string;
}

/** The library remembers every path that it was asked of; past so many a matcher is replaced by one that is empty. */
const MATCHER_QUESTIONS = 1 << 16;
/** As git on Linux, and everywhere: the same folder gives the same snapshot on every system. */
const CASE_SENSITIVE = { ignorecase: false };

/**
 * Decides what a top-down walk leaves out, as git does (gitignore(5)): of all patterns that match, the last one decides.
 * Patterns of a folder come after those of the folders above it, in a folder those of `.strataignore` after those of
 * `.gitignore`, and the label's own after all others.
 *
 * Each folder has its rules, which {@link enter} makes from those of the folder above.
 */
export class IgnoreRules {
  /** Whether `.gitignore` counts, and is worth reading. */
  readonly readsGitignore: boolean;
  readonly #label: Ignore | undefined;
  readonly #files: Ignore | undefined;
  #matcher: Ignore | undefined;
  #questions = 0;

  private constructor(readsGitignore: boolean, label: Ignore | undefined, files: Ignore | undefined) {
    this.readsGitignore = readsGitignore;
    this.#label = label;
    this.#files = files;
    this.#matcher = this.#combine();
  }

  /**
   * Makes the rules of an import's root, before any file is read. A label's patterns are relative to that root. Throws
   * `BadIgnoreRules`.
   */
  static forLabel({ ignore: patterns = [], gitignore = false }: LabelSettings): IgnoreRules {
    requirePatterns(patterns, "The list of what to leave out", {
      hint: "Correct or remove that pattern: it was given for this import, or is one of the label's own.",
    });
    const label = patterns.length === 0 ? undefined : ignore(CASE_SENSITIVE).add([...patterns]);
    return new IgnoreRules(gitignore, label, undefined);
  }

  /** Adds what a folder's ignore files say. `prefix` is `""` for the root, else the folder's path and a slash. */
  enter(prefix: string, { strataignore, gitignore }: IgnoreTexts): IgnoreRules {
    const texts = this.readsGitignore ? [gitignore, strataignore] : [strataignore];
    const files = ignore(CASE_SENSITIVE);
    if (this.#files !== undefined) files.add(this.#files);
    for (const text of texts) {
      if (text !== undefined) files.add(prefix === "" ? text : relocate(text, prefix));
    }
    return new IgnoreRules(this.readsGitignore, this.#label, files);
  }

  /**
   * Tells whether something is left out. `path` is relative to the root, and the folders above it are not ignored: nothing in
   * an ignored folder can come back, so the walk does not ask.
   */
  ignores(path: string, isFolder: boolean): boolean {
    if (this.#matcher === undefined) return false;
    if (++this.#questions % MATCHER_QUESTIONS === 0) this.#matcher = this.#combine();
    return this.#matcher?.ignores(isFolder ? `${path}/` : path) ?? false;
  }

  #combine(): Ignore | undefined {
    const inOrder = [this.#files, this.#label].filter((rules) => rules !== undefined);
    return inOrder.length === 0 ? undefined : ignore(CASE_SENSITIVE).add(inOrder);
  }
}

/**
 * Gives the patterns of a file in a folder as patterns of the root that mean the same. One ordered list for the whole walk is
 * what makes "the last match decides" true across files: had each its own matcher, a folder that an upper file ignores and
 * a lower one brings back would still be ignored below, in the upper file's eyes.
 */
function relocate(text: string, prefix: string): string[] {
  const folder = prefix.replace(/[\\*?[]/g, "\\$&");
  return linesOf(text).flatMap((line) => relocateLine(line, folder) ?? []);
}

function relocateLine(line: string, folder: string): string | undefined {
  if (line.startsWith("#")) return undefined;
  const negation = line.startsWith("!") ? "!" : "";
  const pattern = trimSpaces(line.slice(negation.length));
  if (pattern === "" || pattern === "/") return undefined;
  // A slash that is not the last character ties a pattern to its folder; without one it holds at every depth.
  const slash = pattern.indexOf("/");
  const isTied = slash >= 0 && slash < pattern.length - 1;
  if (!isTied) return `${negation}/${folder}**/${pattern}`;
  return `${negation}/${folder}${slash === 0 ? pattern.slice(1) : pattern}`;
}
