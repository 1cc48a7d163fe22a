import type { SchemaEntry } from "./sound-database.ts";
import { Unmergeable } from "./unmergeable.ts";

/**
 * Quoted things, comments, words and other characters of SQL (https://sqlite.org/lang_keywords.html, lang_comment.html). A
 * quote within quotes, which is doubled, makes two tokens of one, which matters to nothing here.
 */
const TOKEN =
  /'[^']*'|--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|"([^"]*)"|`([^`]*)`|\[([^\]]*)\]|([\p{L}_][\p{L}\p{N}_$]*)|\S/gu;
/** What takes more than linear time, or makes much of little. */
const COSTLY_FUNCTIONS = new Set([
  ...["like", "glob", "instr", "replace", "printf", "format", "zeroblob", "randomblob"],
]);
const COSTLY_OPERATORS = new Set(["like", "glob"]);

/**
 * Makes sure that nothing takes for ever that SQLite computes where rows are written or checked: CHECKs, generated columns
 * and indexes. A file that was made to harm could keep a thread busy in one call, which nothing can interrupt. Throws
 * {@link Unmergeable}.
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
