import { describe, expect, it } from "vitest";
import { textMerger } from "./text-merger.ts";

const names = { base: "base", ours: "ours", theirs: "theirs" };

/** Merges texts given by their lines, and returns the lines of the result. */
function merge(base: readonly string[], ours: readonly string[], theirs: readonly string[]) {
  const bytes = (lines: readonly string[]) => Buffer.from(lines.map((line) => `${line}\n`).join(""));
  const sides = { base: bytes(base), ours: bytes(ours), theirs: bytes(theirs) };
  const merge = textMerger.merge(sides, { prefer: "none", names });
  if (merge.status === "conflict") return merge.text?.markers;
  return Buffer.from(merge.bytes).toString().split("\n").slice(0, -1);
}

/** Lines that can be matched in several ways, where every way merges them to the same text. */
describe("a text is merged, though its lines can be matched in several ways,", () => {
  it("MC5: where both sides delete a line, and one adds a block that ends like the line after it", () => {
    const rest = ["", "var doc;", "var x;"];
    const added = ["", "// Some", "var names = {", "a: true", "};", "// store", "var n = [];"];
    expect(
      merge(
        ["edit: 1", "*/", "};", ...rest],
        ["edit: 1", "};", ...rest],
        ["edit: 1", "};", ...added, ...rest],
      ),
    ).toEqual(["edit: 1", "};", ...added, ...rest]);
  });

  it("where one side rewords a line, and the other adds a paragraph after the blank line below it", () => {
    const added = ["*context*:", "", "* accepts", ""];
    expect(
      merge(
        ["sel", "", "old text", "", "", "Example:"],
        ["sel", "", "old text", "", ...added, "Example:"],
        ["sel", "", "new text", "", "", "Example:"],
      ),
    ).toEqual(["sel", "", "new text", "", ...added, "Example:"]);
  });

  it("where one side adds a method after a brace, and the other a statement before it", () => {
    const open = ["  /**", "   * Opens", "   */", "  open() {", "    add();", "  }", ""];
    const next = ["  /**", "   * doc", "   */", "  next() {"];
    expect(
      merge(
        ["    trigger();", "  }", "", ...next],
        ["    trigger();", "  }", "", ...open, ...next],
        ["    trigger();", "    mutate();", "  }", "", ...next],
      ),
    ).toEqual(["    trigger();", "    mutate();", "  }", "", ...open, ...next]);
  });

  it("where both sides make the same change, and one also rewords the paragraph before it", () => {
    const [first, last] = [
      ["Intro", ""],
      ["", "When filing", "", "End"],
    ];
    const [old, reworded] = [
      ["Bugs go to http", "signing up ", "to see "],
      ["Bugs go to https", "signing up", "to see"],
    ];
    expect(
      merge(
        [...first, ...old, "", "MODULE bugs http", ...last],
        [...first, ...reworded, "", "MODULE bugs https", ...last],
        [...first, ...old, "", "MODULE bugs https", ...last],
      ),
    ).toEqual([...first, ...reworded, "", "MODULE bugs https", ...last]);
  });

  it("where one side deletes a function, and the other adds a class after the blank lines below it", () => {
    const [list, connect] = [
      ["def list():", "return []", ""],
      ["def connect():", "try()", ""],
    ];
    expect(
      merge(
        [...list, ...connect, "", "class Command:"],
        [...list, "", "class Command:"],
        [...list, ...connect, "", "class Stub:", "x = 1", "", "class Command:"],
      ),
    ).toEqual([...list, "", "class Stub:", "x = 1", "", "class Command:"]);
  });

  it("where one side moves a block past a line that the other edits, and adds many lines", () => {
    const numbered = (word: string, count: number) => Array.from({ length: count }, (_, n) => `${word} ${n}`);
    const block = ["int f() {", ...numbered("  body", 12), "}"];
    const lines = numbered("line", 30);
    const edited = lines.with(15, "line 15 edited");
    const added = numbered("added", 410);
    expect(
      merge(
        ["head", ...block, ...lines, "tail"],
        ["head", ...block, ...edited, "tail"],
        ["head", ...lines, ...block, ...added, "tail"],
      ),
    ).toEqual(["head", ...edited, ...block, ...added, "tail"]);
  });
});
