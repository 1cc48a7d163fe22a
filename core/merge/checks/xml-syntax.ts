import { SaxesParser } from "saxes";
import type { ParsedText, ParseText, Problem, Syntax } from "./syntax.ts";

/** XML, with and without namespaces. Entities are never expanded, and nothing outside the text is read. */
export const xmlSyntax: Syntax = { name: "XML", dialects: [parseWith(true), parseWith(false)] };

/** Maximum nesting. The parser looks for namespaces in all elements around one, which takes quadratic time. */
const MOST_NESTED = 1000;

/** Makes every name an empty entity: a DTD that is not read may define it. */
const entities = new Proxy<Record<string, string>>(
  {},
  {
    get: (_, name) =>
      typeof name === "string" && /^[\p{L}_:][\p{L}\p{N}_:.-]*$/u.test(name) ? "" : undefined,
  },
);

/** Ends the parser at the first error: what it says after that means nothing. */
class FirstError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.message);
    this.problem = problem;
  }
}

function parseWith(xmlns: boolean): ParseText {
  return (text): ParsedText => {
    const parser = new SaxesParser({ xmlns });
    parser.ENTITIES = entities;
    let nested = 0;
    parser.on("opentag", () => {
      if (++nested > MOST_NESTED) throw new RangeError("too many elements are nested");
    });
    parser.on("closetag", () => nested--);
    parser.on("error", ({ message }) => {
      const words = message.replace(/^\d+:\d+: /, "").replace(/\.$/, "");
      throw new FirstError({ line: parser.line, column: Math.max(1, parser.column), message: words });
    });
    try {
      parser.write(text).close();
      return { duplicates: [] };
    } catch (thrown) {
      if (thrown instanceof FirstError) return { error: thrown.problem };
      throw thrown;
    }
  };
}
