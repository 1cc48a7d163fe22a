import { parse as parseToml, TomlError } from "smol-toml";
import type { ParsedText, Syntax } from "./syntax.ts";

/** TOML. A key that is there twice is an error in it. */
export const tomlSyntax: Syntax = { name: "TOML", dialects: [parse] };

function parse(text: string): ParsedText {
  try {
    parseToml(text, { integersAsBigInt: true });
    return { duplicates: [] };
  } catch (thrown) {
    if (!(thrown instanceof TomlError)) throw thrown;
    // What follows the first line is a picture of the place.
    const [message = ""] = thrown.message.replace(/^Invalid TOML document: /, "").split("\n");
    return { error: { line: thrown.line, column: thrown.column, message } };
  }
}
