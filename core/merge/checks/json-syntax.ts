import { type ParseOptions, printParseErrorCode, visit } from "jsonc-parser";
import { duplicateKey, type ParseText, type Problem, type Syntax } from "./syntax.ts";

/** JSON. A file that has comments or trailing commas on both sides may have them. */
export const jsonSyntax: Syntax = {
  name: "JSON",
  dialects: [
    parseWith({ disallowComments: true, allowTrailingComma: false }),
    parseWith({ disallowComments: false, allowTrailingComma: false }),
    parseWith({ disallowComments: false, allowTrailingComma: true }),
  ],
};

/** The parser's errors in words. */
const ERRORS: Readonly<Record<string, string>> = {
  InvalidSymbol: "this is no value",
  InvalidNumberFormat: "this is no number",
  PropertyNameExpected: "a key in double quotes is expected",
  ValueExpected: "a value is expected",
  ColonExpected: "a colon is expected",
  CommaExpected: "a comma is expected",
  CloseBraceExpected: "a closing brace is expected",
  CloseBracketExpected: "a closing bracket is expected",
  EndOfFileExpected: "the end of the file is expected",
  InvalidCommentToken: "comments are not allowed",
  UnexpectedEndOfComment: "a comment is not closed",
  UnexpectedEndOfString: "a string is not closed",
  UnexpectedEndOfNumber: "a number is not complete",
  InvalidUnicode: "a string has an invalid \\u escape",
  InvalidEscapeCharacter: "a string has an invalid escape",
  InvalidCharacter: "a string has a control character",
};

function parseWith(options: ParseOptions): ParseText {
  return (text) => {
    let error: Problem | undefined;
    const duplicates: Problem[] = [];
    const objects: Set<string>[] = [];
    visit(
      // A byte order mark is no part of the text.
      text.replace(/^\ufeff/, " "),
      {
        onObjectBegin: () => void objects.push(new Set()),
        onObjectEnd: () => void objects.pop(),
        onObjectProperty: (key, _, __, line, column) => {
          const keys = objects.at(-1);
          if (keys?.has(key)) duplicates.push(duplicateKey(key, line + 1, column + 1));
          keys?.add(key);
        },
        onError: (code, _, __, line, column) => {
          const message = ERRORS[printParseErrorCode(code)] ?? "it cannot be read here";
          error ??= { line: line + 1, column: column + 1, message };
        },
      },
      { allowEmptyContent: false, ...options },
    );
    return error === undefined ? { duplicates } : { error };
  };
}
