import type { SchemaEntry } from "./sound-database.ts";
import { Unmergeable } from "./unmergeable.ts";

/**
 * Matches a token of SQL: a quoted text or name, a comment, a word or another character
 * (https://sqlite.org/lang_keywords.html, lang_comment.html). A text with a doubled quote matches as two tokens, which
 * makes no difference here.
 */
const TOKEN =
  /'[^']*'|--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|"([^"]*)"|`([^`]*)`|\[([^\]]*)\]|([\p{L}_][\p{L}\p{N}_$]*)|\S/gu;
/** Functions that take more than linear time, or make long values from short ones. */
const COSTLY_FUNCTIONS = new Set([
  ...["like", "glob", "instr", "replace", "printf", "format", "zeroblob", "randomblob"],
]);
const COSTLY_OPERATORS = new Set(["like", "glob"]);

/**
 * Throws {@link Unmergeable} if a CHECK, a generated column or an index uses a costly function or operator. SQLite computes
 * these when it writes or checks rows: a hostile file could keep the thread in one call that nothing can interrupt.
 */
export function refuseCostlyExpressions(schema: readonly SchemaEntry[]): void {
  for (const { type, name, sql } of schema) {
    if (sql === null || (type !== "table" && type !== "index")) continue;
    const costly = costlyIn(sql);
    if (costly === undefined) continue;
    throw new Unmergeable(
      `The ${type} ${JSON.stringify(name)} computes something with ${costly.toUpperCase()}, which may take for ever and is not run.`,
    );
  }
}

function costlyIn(sql: string): string | undefined {
  let before: string | undefined;
  for (const [token, quoted, ticked, bracketed, word] of sql.matchAll(TOKEN)) {
    if (token.startsWith("--") || token.startsWith("/*")) continue;
    if (token === "(" && before !== undefined && COSTLY_FUNCTIONS.has(before)) return before;
    if (word !== undefined && COSTLY_OPERATORS.has(word.toLowerCase())) return word;
    before = (word ?? quoted ?? ticked ?? bracketed)?.toLowerCase();
  }
  return undefined;
}
