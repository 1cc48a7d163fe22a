import ignore, { type Ignore } from "ignore";
import type { LabelSettings } from "../labels/label-store.ts";
import { linesOf, requirePatterns, trimSpaces } from "./ignore-patterns.ts";

/** The texts of the ignore files of one folder. They may have a byte order mark and CR LF line ends. */
export interface IgnoreTexts {
  readonly strataignore?: string;
  readonly gitignore?: string;
}

/**
 * The library caches every path it was asked about, so a matcher is replaced by a fresh one after this many questions.
 */
const MATCHER_QUESTIONS = 1 << 16;
/** As git on Linux, on every system, so that a folder gives the same snapshot everywhere. */
const CASE_SENSITIVE = { ignorecase: false };

/**
 * Decides what a top-down walk leaves out, as git does (gitignore(5)): the last matching pattern decides. A folder's
 * patterns come after those of the folders above it; within a folder, those of `.strataignore` come after those of
 * `.gitignore`; the label's own come last.
 *
 * {@link enter} returns the rules of a folder from those of the folder above.
 */
export class IgnoreRules {
  /** Whether `.gitignore` counts, and so must be read. */
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
   * Returns the rules of an import's root, before any file is read. A label's patterns are relative to that root.
   * Throws `BadIgnoreRules`.
   */
  static forLabel({ ignore: patterns = [], gitignore = false }: LabelSettings): IgnoreRules {
    requirePatterns(patterns, "The list of what to leave out", {
      hint: "Correct or remove that pattern: it was given for this import, or is one of the label's own.",
    });
    const label = patterns.length === 0 ? undefined : ignore(CASE_SENSITIVE).add([...patterns]);
    return new IgnoreRules(gitignore, label, undefined);
  }

  /**
   * Returns the rules of a folder with its ignore files. `prefix` is `""` for the root, else the folder's path and a
   * slash.
   */
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
   * Returns whether a path is left out. `path` is relative to the root. The folders above it must not be ignored:
   * nothing in an ignored folder can be included again.
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
 * Returns the patterns of a folder's file as patterns relative to the root. The whole walk needs one ordered list for
 * "the last match decides" to hold across files: with a matcher for each file, a folder that an upper file ignores and
 * a lower one includes again would still be ignored by the upper file's matcher below it.
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
  // A slash before the end ties a pattern to its folder; without one, it matches at every depth.
  const slash = pattern.indexOf("/");
  const isTied = slash >= 0 && slash < pattern.length - 1;
  if (!isTied) return `${negation}/${folder}**/${pattern}`;
  return `${negation}/${folder}${slash === 0 ? pattern.slice(1) : pattern}`;
}
