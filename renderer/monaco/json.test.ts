// @vitest-environment happy-dom
import { editor, languages } from "monaco-editor/editor";
import { expect, test } from "vitest";
import { registerJson } from "./json.ts";

registerJson(languages);

/** Gives the coloured parts of a text, each with its kind. */
function partsOf(text: string): (readonly [part: string, kind: string])[] {
  return editor.tokenize(text, "json").flatMap((tokens, no) => {
    const line = text.split("\n")[no] ?? "";
    return tokens.flatMap(({ offset, type }, at) => {
      const part = line.slice(offset, tokens[at + 1]?.offset).trim();
      return part === "" ? [] : [[part, type.replaceAll(".json", "")] as const];
    });
  });
}

test("names, values, numbers, words, brackets and comments are told apart", () => {
  expect(partsOf('{ "crop": "leeks",\n"rows": [-12.5e3, true] } // so far')).toEqual([
    ["{", "delimiter.bracket"],
    ['"crop"', "string.key"],
    [":", "delimiter"],
    ['"leeks"', "string.value"],
    [",", "delimiter"],
    ['"rows"', "string.key"],
    [":", "delimiter"],
    ["[", "delimiter.array"],
    ["-12.5e3", "number"],
    [",", "delimiter"],
    ["true", "keyword"],
    ["]", "delimiter.array"],
    ["}", "delimiter.bracket"],
    ["// so far", "comment"],
  ]);
});

test("a string ends at its own quote, a comment at its end, and what is no JSON is not coloured", () => {
  expect(partsOf('"a \\" b": null /* one\ntwo */ 1 "open')).toEqual([
    ['"a \\" b"', "string.key"],
    [":", "delimiter"],
    ["null", "keyword"],
    ["/* one", "comment"],
    ["two */", "comment"],
    ["1", "number"],
    ['"open', "string.value"],
  ]);
  expect(partsOf("nullable")).toEqual([["nullable", ""]]);
});
