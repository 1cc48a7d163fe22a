import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isProgram, program, root } from "./processes.mjs";

const pages = ["docs/behaviour.md", "docs/durability.md"];
/** A rule: its number, and its text with the tests that it names. */
const RULE = /\n- \*\*([A-Z]{1,2}\d+)\*\* (.*?)(?=\n- |\n\n|$)/gs;
/** Tests that a rule names: a file, and titles in it. */
const NAMED = /`([\w./-]+\.ts)`:((?:\s*"[^"]+",?)+)/g;
/** The title of a test, or of a row in a table of tests, after the number of its rule if it has one. */
const TITLE = /[([]\s*(["'`])(?:([A-Z]{1,2}\d+): )?(.*?)\1,/g;

const read = (path) => readFileSync(join(root, path), "utf8");

/** Lists where the rules of docs/behaviour.md and docs/durability.md and the titles of tests in core/ do not match, one line each. */
function violations() {
  const titles = testFiles().flatMap((path) =>
    [...read(path).matchAll(TITLE)].map(([, , rule, title]) => ({ path, rule, title })),
  );
  const found = [];
  const rules = new Map();
  const all = pages.flatMap((page) =>
    [...read(page).matchAll(RULE)].map(([, rule, text]) => ({ page, rule, text })),
  );
  for (const { page, rule, text } of all) {
    const tests = testsIn(text);
    if (rules.has(rule)) found.push(`${page}: there are two rules ${rule}`);
    if (tests.length === 0) found.push(`${page}: ${rule} names no test`);
    rules.set(rule, tests);
    for (const { path, title } of tests) {
      const files = titles.filter((each) => each.title === title).map((each) => each.path);
      const where = files.length > 0 ? `, but in ${files.join(", ")}` : "";
      if (!files.includes(path)) found.push(`${page}: ${rule}: "${title}" is not in ${path}${where}`);
    }
  }
  for (const { path, rule, title } of titles.filter((each) => each.rule !== undefined)) {
    if (rules.get(rule)?.some((each) => each.path === path && each.title === title)) continue;
    found.push(`${path}: "${title}" is not named by a rule ${rule} of ${pages.join(" or ")}`);
  }
  return found;
}

function testsIn(text) {
  return [...text.matchAll(NAMED)].flatMap(([, path, list]) =>
    [...list.matchAll(/"([^"]+)"/g)].map(([, title]) => ({ path, title })),
  );
}

function testFiles() {
  const all = readdirSync(join(root, "core"), { recursive: true });
  const paths = all.map((each) => `core/${each.replaceAll("\\", "/")}`);
  return paths.filter((path) => /(\.test|-suite)\.ts$/.test(path));
}

function main() {
  const found = violations();
  for (const each of found) console.error(each);
  return found.length > 0 ? 1 : 0;
}

if (isProgram(import.meta.url)) await program(main);
