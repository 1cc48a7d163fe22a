import { type Finding, type MergedText, MOST_FINDINGS } from "./finding.ts";
import type { ParsedText, ParseText, Problem } from "./syntax.ts";
import { syntaxOf } from "./syntax-of.ts";

/** The largest text that is parsed, in UTF-16 units. Its parsed form takes many times the memory. */
export const MOST_PARSED = 2 * 1024 * 1024;

/**
 * Parses the result of a merge if it is of a known format and both sides can be parsed. Never throws; a text that no parser can bear
 * has no findings.
 */
export function checkSyntax(path: string, { ours, theirs, result }: MergedText): Finding[] {
  const syntax = syntaxOf(path);
  if (syntax === undefined || result === ours || result === theirs) return [];
  if ([ours, theirs, result].some(({ length }) => length > MOST_PARSED)) return [];
  for (const parse of syntax.dialects) {
    const before = [tryParsing(parse, ours), tryParsing(parse, theirs)];
    if (!before.every((each) => each !== undefined && !("error" in each))) continue;
    const after = tryParsing(parse, result);
    if (after === undefined) return [];
    if ("error" in after) {
      const { message, ...place } = after.error;
      return [{ kind: "syntax", ...place, message: `This is not valid ${syntax.name}: ${asPart(message)}.` }];
    }
    return before.some((each) => hasDuplicates(each))
      ? []
      : after.duplicates.slice(0, MOST_FINDINGS).map(duplicate);
  }
  return [];
}

/** Parses a text; undefined if that overflows the stack, or the parser fails in another way. */
function tryParsing(parse: ParseText, text: string): ParsedText | undefined {
  try {
    return parse(text);
  } catch {
    return undefined;
  }
}

function hasDuplicates(parsed: ParsedText | undefined): boolean {
  return parsed !== undefined && "duplicates" in parsed && parsed.duplicates.length > 0;
}

function duplicate(problem: Problem): Finding {
  return { kind: "duplicate-key", ...problem };
}

/** Returns a parser's sentence as a part of another one. */
function asPart(sentence: string): string {
  const words = sentence.trim().replace(/\.$/, "");
  return /^[A-Z][a-z]/.test(words) ? words.charAt(0).toLowerCase() + words.slice(1) : words;
}
