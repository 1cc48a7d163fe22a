import { describe, expect, it } from "vitest";
import { checkLines } from "./check-lines.ts";
import { check, SAMPLES } from "./checks-suite.ts";

/** Checks a result whose sides are the samples of its format. */
function checkResult(path: string, result: string) {
  const text = SAMPLES[path] ?? "";
  return check(path, { base: text, ours: text, theirs: text, result });
}

/** Returns a sample with some of its text replaced. */
function changed(path: string, from: string, to: string): string {
  const text = SAMPLES[path] ?? "";
  expect(text).toContain(from);
  return text.replace(from, to);
}

describe("the result of a file that parses on both sides has to parse", () => {
  it.each([
    ["a.json", '"name": "x",', '"name": "x"', 3, 3, "This is not valid JSON: a comma is expected."],
    ["a.json", "true]", "true,]", 3, 31, "This is not valid JSON: a value is expected."],
    [
      "a.json",
      '{\n  "name"',
      '// note\n{\n  "name"',
      1,
      1,
      "This is not valid JSON: comments are not allowed.",
    ],
    ["tsconfig.json", '"b":', '"b"', 4, 7, "This is not valid JSON: a colon is expected."],
    ["a.yaml", "  - *one", " - *one", 6, 2, "This is not valid YAML: bad indentation of a mapping entry."],
    [
      "a.yaml",
      "  - &one a\n",
      "",
      5,
      6,
      "This is not valid YAML: there is no anchor &one before this alias.",
    ],
    [
      "Cargo.toml",
      '"x"\n',
      '"x\n',
      2,
      10,
      "This is not valid TOML: control characters are not allowed in strings.",
    ],
    [
      "Cargo.toml",
      "list",
      "name",
      3,
      1,
      "This is not valid TOML: trying to redefine an already defined table or value.",
    ],
    ["a.svg", "</g>", "", 5, 6, "This is not valid XML: unexpected close tag."],
    ["a.svg", 'd="M0 0"', 'd="M0 0" d="1"', 4, 46, "This is not valid XML: duplicate attribute: d."],
    ["a.svg", 'xmlns:x="urn:x"', "", 4, 14, 'This is not valid XML: unbound namespace prefix: "x".'],
    ["a.svg", "</svg>", "</svg><svg/>", 5, 11, "This is not valid XML: documents may contain only one root."],
  ])("%s: %s → %s", (path, from, to, line, column, message) => {
    expect(checkResult(path, changed(path, from, to))).toEqual([{ kind: "syntax", line, column, message }]);
  });

  it.each(Object.keys(SAMPLES))("and %s does, also with other line ends and a byte order mark", (path) => {
    const text = SAMPLES[path] ?? "";
    const results = [`${text}\n`, text.replaceAll("\n", "\r\n"), `\ufeff${text}`, text.trimEnd()];
    for (const result of results) expect(checkResult(path, result)).toEqual([]);
  });

  it("and nothing is said if a side does not parse, or of another kind of file", () => {
    const [good, bad] = ['{"a": 1}', '{"a" 1}'];
    expect(check("a.json", { ours: bad, theirs: good, result: `${bad} ` })).toEqual([]);
    expect(check("a.json", { ours: good, theirs: bad, result: `${bad} ` })).toEqual([]);
    expect(check("a.json", { ours: good, theirs: bad, result: bad })).toEqual([]);
    expect(check("a.txt", { ours: good, theirs: good, result: bad })).toEqual([]);
    expect(check("json", { ours: good, theirs: good, result: bad })).toHaveLength(1);
  });

  it("comments and trailing commas are valid where both sides have them", () => {
    const [comment, plain] = ['{"a": 1 /* one */}', '{"a": 1}'];
    const result = '{"a": 1, // one\n"b": 2}';
    expect(check("a.json", { ours: comment, theirs: comment, result })).toEqual([]);
    expect(check("a.json", { ours: comment, theirs: plain, result })).toEqual([]);
    expect(check("a.json", { ours: plain, theirs: plain, result })).toHaveLength(1);
    expect(check("a.jsonc", { ours: comment, theirs: comment, result: '{"a": 1,}' })).toHaveLength(1);
  });
});

describe("a key that an object has twice", () => {
  it.each([
    ["a.json", '"a": "\\u00e4"', '"b": "\\u00e4"', 4, 28, "b"],
    ["a.yaml", "text: |", "name: |", 8, 1, "name"],
    ["a.yaml", "k: 'v', l", "k: 'v', \"k\"", 7, 16, "k"],
  ])("is found: %s: %s → %s", (path, from, to, line, column, key) => {
    const message = `The key "${key}" is there twice; most programs use only one of them.`;
    expect(checkResult(path, changed(path, from, to))).toEqual([
      { kind: "duplicate-key", line, column, message },
    ]);
  });

  it("is not, if a side has one already; and the same key may be in several objects", () => {
    const twice = '{"a": 1, "a": 2}';
    expect(check("a.json", { ours: twice, theirs: "{}", result: '{"a": 1, "a": 2, "b": 3}' })).toEqual([]);
    const keys = '{"a": {"a": 1}, "b": [{"a": 1}, {"a": 2}]}';
    expect(check("a.json", { ours: "{}", theirs: "{}", result: keys })).toEqual([]);
    const yaml =
      "a: {a: 1}\nb:\n- a: 1\n- a: 2\n---\na: 1\n<<: {a: 1}\n<<: {b: 1}\n? [a, a]\n: a\n? [a, a]\n: a\n";
    expect(check("a.yml", { ours: "{}", theirs: "{}", result: yaml })).toEqual([]);
  });
});

describe("a line that stands twice in a row", () => {
  const message = "This line equals the one before it, and no version has it twice in a row.";
  it("is found where no version has it so", () => {
    const ours = "a\nimport x\n";
    const theirs = "import x\nb\n";
    expect(check("f", { ours, theirs, result: "a\nimport x\nimport x\nb\n" })).toEqual([
      { kind: "doubled-line", line: 3, message },
    ]);
  });

  it("is not where a version has it so, or if it is blank or has no letter or digit", () => {
    const doubled = "x\nx\n";
    const result = `1\n${doubled}2\n`;
    expect(check("f", { ours: doubled, theirs: "", result })).toEqual([]);
    expect(check("f", { ours: "", theirs: doubled, result })).toEqual([]);
    expect(check("f", { base: doubled, ours: "", theirs: "", result })).toEqual([]);
    expect(check("f", { ours: "", theirs: "", result: "\n\n  }\n  }\n  \n  \n---\n---\n" })).toEqual([]);
    expect(check("f", { ours: "", theirs: "", result: "x\n x\n" })).toEqual([]);
  });
});

describe("a conflict marker", () => {
  const marked = "<<<<<<< mine\na\n||||||| base\nb\n=======\nc\n>>>>>>> yours\n";
  it.each([
    ["ours", marked, "", "which ours already had"],
    ["theirs", "", marked, "which theirs already had"],
    ["both", marked, marked, "which both sides already had"],
    [null, "", "", "which neither side had"],
  ])("is found, and came from %s", (from, ours, theirs, words) => {
    const message = `This is a conflict marker, ${words}.`;
    const found = [1, 3, 5, 7].map((line) => ({ kind: "conflict-marker", line, message, from }));
    expect(check("f", { ours, theirs, result: marked })).toEqual(found);
  });

  it("is not where the base has it, or where it looks like a heading or a table", () => {
    expect(check("f", { base: marked, ours: marked, theirs: marked, result: marked })).toEqual([]);
    const text = "Heading\n=======\n\n|||||||\n<<<<<<<<<<\n>>>>>>>x\n  <<<<<<< x\n";
    expect(check("f", { ours: text, theirs: "", result: text })).toEqual([]);
  });
});

it("lines that neither side has are counted, and are no findings", () => {
  const texts = { base: "old\n", ours: "a\n", theirs: "b\n" };
  expect(checkLines({ ...texts, result: "a\nb\nold\nnew\nnew too\n" })).toEqual({
    findings: [],
    newLines: 3,
  });
});
