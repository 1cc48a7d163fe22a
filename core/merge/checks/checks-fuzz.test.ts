import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, it } from "vitest";
import { checkSyntax, MOST_PARSED } from "./check-syntax.ts";
import { check, SAMPLES } from "./checks-suite.ts";
import { syntaxOf } from "./syntax-of.ts";

const CASES = Number(process.env.STRATA_CHECK_CASES ?? 2000);

/** A change of a text: some characters at a place are replaced. */
const change = fc.record({
  at: fc.nat(),
  remove: fc.nat(12),
  put: fc.oneof(
    fc.string({ unit: "binary", maxLength: 4 }),
    fc.constantFrom(
      ..."{}[]()<>,:;&*!|>'\"#%@`-?\n\r\t \\/=.",
      "<!--",
      "<![CDATA[",
      "&#0;",
      "<<: *a",
      "\ud800",
      "\0",
      "---\n",
      "\ufeff",
    ),
  ),
});
const changes = fc.array(change, { maxLength: 4 });
const path = fc.constantFrom(...Object.keys(SAMPLES));

function edited(text: string, list: readonly { at: number; remove: number; put: string }[]): string {
  return list.reduce((now, { at, remove, put }) => {
    const start = at % (now.length + 1);
    return now.slice(0, start) + put + now.slice(start + remove);
  }, text);
}

it("texts with random changes are checked, and what is found is within them", () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(path, changes, changes, changes, (name, our, their, last) => {
      const base = SAMPLES[name] ?? "";
      const [ours, theirs] = [edited(base, our), edited(base, their)];
      const result = edited(base, last);
      const lines = result.split(/\r\n|\r|\n/);
      for (const { kind, line, column = 1, message } of check(name, { base, ours, theirs, result })) {
        seen.add(`${kind} ${name}`);
        expect(line).toBeGreaterThan(0);
        expect(line).toBeLessThanOrEqual(lines.length);
        expect(column).toBeGreaterThan(0);
        expect(message).toMatch(/^[^\n]+\.$/);
      }
      expect(checkSyntax(name, { base, ours, theirs, result: ours })).toEqual([]);
    }),
    { numRuns: CASES },
  );
  for (const name of Object.keys(SAMPLES)) expect(seen).toContain(`syntax ${name}`);
});

it("JSON is valid exactly if JSON.parse takes it", () => {
  const isValid = (text: string) => {
    try {
      JSON.parse(text);
      return true;
    } catch {
      return false;
    }
  };
  const base = SAMPLES["a.json"] ?? "";
  fc.assert(
    fc.property(changes, (list) => {
      const result = edited(base, list);
      const found = checkSyntax("a.json", { base, ours: base, theirs: base, result });
      expect(found.some(({ kind }) => kind === "syntax")).toBe(!isValid(result));
    }),
    { numRuns: CASES },
  );
});

it("texts made to do harm end in a finding or nothing", () => {
  const letters = "abcdefghijklmnop";
  const aliases = [...letters].map(
    (each, at) => `${each}: &${each} [${`*${letters[at - 1] ?? "a"},`.repeat(at > 0 ? 9 : 0)}]\n`,
  );
  const entities = [...letters].map(
    (each, at) => `<!ENTITY ${each} "${`&${letters[at - 1] ?? "x"};`.repeat(9)}">`,
  );
  const harm: [string, string][] = [
    ["a.json", "[".repeat(MOST_PARSED)],
    ["a.json", "[".repeat(100_000) + "]".repeat(100_000)],
    ["a.yaml", "[".repeat(MOST_PARSED)],
    ["a.yaml", "- ".repeat(100_000)],
    ["a.yaml", "? ".repeat(100_000)],
    ["a.yaml", aliases.join("")],
    ["a.yaml", "a: &a [*a, *a]\n"],
    ["a.yaml", "a: 1\n".repeat(50_000)],
    ["Cargo.toml", `a = ${"[".repeat(100_000)}`],
    ["Cargo.toml", `${"a.".repeat(100_000)}a = 1\n`],
    ["a.svg", `<!DOCTYPE a [${entities.join("")}]><a>&p;</a>`],
    ["a.svg", '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'],
    ["a.svg", "<a>".repeat(100_000)],
    ["a.svg", `<a>${"&b;".repeat(100_000)}</a>`],
    ["a.json", "x".repeat(MOST_PARSED + 1)],
  ];
  for (const [name, result] of harm) {
    const [base, other] = [SAMPLES[name] ?? "", `${SAMPLES[name]} `];
    expect(checkSyntax(name, { base, ours: base, theirs: other, result }).length).toBeLessThanOrEqual(100);
    expect(checkSyntax(name, { base, ours: result, theirs: `${result} `, result: `${result}\n` })).toEqual(
      [],
    );
  }
});

it("real files that both sides have as they are give no findings", () => {
  const modules = "node_modules";
  const files = readdirSync(modules, { withFileTypes: true })
    .filter((each) => each.isDirectory())
    .flatMap(({ name }) => readdirSync(join(modules, name), { withFileTypes: true }))
    .filter((each) => each.isFile() && syntaxOf(each.name) !== undefined)
    .map(({ parentPath, name }) => join(parentPath, name));
  expect(files.length).toBeGreaterThan(100);
  for (const file of files) {
    const text = readFileSync(file, "utf8");
    expect([file, check(file, { base: text, ours: text, theirs: text, result: text })]).toEqual([file, []]);
    expect([file, checkSyntax(file, { base: text, ours: text, theirs: text, result: `${text}\n` })]).toEqual([
      file,
      [],
    ]);
  }
});
