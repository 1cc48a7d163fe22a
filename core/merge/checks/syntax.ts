/** A place in a text and a problem with it, in words for people. */
export interface Problem {
  /** The first is 1. */
  readonly line: number;
  /** In UTF-16 units; the first is 1. */
  readonly column: number;
  readonly message: string;
}

/** What a parser found in a text: its first error, or the keys that an object has twice. */
export type ParsedText = { readonly error: Problem } | { readonly duplicates: readonly Problem[] };

/** Parses a text. May throw for a text that is made to do harm. */
export type ParseText = (text: string) => ParsedText;

/** A file format. */
export interface Syntax {
  readonly name: string;
  /** The dialects, the strictest first. */
  readonly dialects: readonly ParseText[];
}

/** Returns the problem of a key that an object has twice. */
export function duplicateKey(key: string, line: number, column: number): Problem {
  const shown = key.length > 60 ? `${key.slice(0, 60)}…` : key;
  return {
    line,
    column,
    message: `The key ${JSON.stringify(shown)} is there twice; most programs use only one of them.`,
  };
}
