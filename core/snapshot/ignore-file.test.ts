import { execFileSync } from "node:child_process";
import { appendFileSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder, writeTree } from "../testing/folders.ts";
import { FolderIdentity } from "./folder-identity.ts";
import { IgnoreRules } from "./ignore-rules.ts";
import { walk } from "./walk.ts";

const utf16 = Buffer.from("\ufeffsecret\n", "utf16le");

/** Each entry makes an ignore file that cannot be used. */
const UNUSABLE: readonly (readonly [what: string, make: (path: string) => void, reason: RegExp])[] = [
  [
    "a link",
    (path) => {
      writeFileSync(`${path}-rules`, "secret\n");
      symlinkSync(`${path}-rules`, path);
    },
    /it is a link/,
  ],
  ["a folder", (path) => mkdirSync(path), /it is a folder/],
  ["a pipe", (path) => execFileSync("mkfifo", [path]), /it is a named pipe/],
  ["UTF-16 text", (path) => writeFileSync(path, utf16), /UTF-16/],
  ["UTF-16 text, the other way round", (path) => writeFileSync(path, Buffer.from(utf16).swap16()), /UTF-16/],
  ["UTF-16 text without a mark", (path) => writeFileSync(path, utf16.subarray(2)), /NUL/],
  ["text in Latin 1", (path) => writeFileSync(path, Buffer.from("caf\xe9\n", "latin1")), /not UTF-8/],
  ["more than 1 MiB", (path) => writeFileSync(path, "# x\n".repeat(262_145)), /larger than 1 MiB/],
  ["too many patterns", (path) => writeFileSync(path, "x\n".repeat(10_001)), /more than 10,000 patterns/],
];

const BAD_PATTERNS: typeof UNUSABLE = [
  ["an open bracket", (path) => writeFileSync(path, "a\n[bc\n"), /line 2, "\[bc": its \[ is not closed/],
  ["a lone backslash", (path) => writeFileSync(path, "build\\\r\n"), /line 1, .*lone backslash/],
  ["a range that goes backwards", (path) => writeFileSync(path, "[z-a]*\n"), /its range z-a goes backwards/],
  ["an unknown class", (path) => writeFileSync(path, "[[:word:]]\n"), /no class \[:word:\]/],
  ["a bracket with a slash only", (path) => writeFileSync(path, "a[/]b\n"), /only a slash/],
  ["a path from here", (path) => writeFileSync(path, "!./secret\n"), /its part \. is not the name/],
  ["a path from above", (path) => writeFileSync(path, "a/../b/\n"), /its part \.\. is not the name/],
  ["two slashes", (path) => writeFileSync(path, "// builds\n"), /two slashes in a row/],
  ["a pattern without end", (path) => writeFileSync(path, "a".repeat(4097)), /more than 4,096 characters/],
];

function walked(folder: string, rules = IgnoreRules.forLabel({})): string[] {
  const options = { exclude: new FolderIdentity("/"), skip: () => {} };
  return [...walk(Buffer.from(folder), "", rules, options)].map(({ path }) => path);
}

describe("an ignore file that cannot be used", () => {
  it.each([...UNUSABLE, ...BAD_PATTERNS])("stops a walk and is named: %s", (_, make, reason) => {
    for (const name of [".strataignore", "deep/er/.strataignore"]) {
      const folder = temporaryFolder();
      writeTree(folder, { secret: "s", "deep/er/x": "x" });
      const path = join(folder, name);
      make(path);
      expect(() => walked(folder)).toThrow(
        expect.objectContaining({
          code: "BadIgnoreRules",
          message: expect.stringMatching(reason),
          hint: expect.any(String),
          data: expect.objectContaining({ path }),
        }),
      );
    }
  });

  it.each(UNUSABLE)("stops a walk as a .gitignore only where those count: %s", (_, make) => {
    const folder = temporaryFolder();
    writeTree(folder, { secret: "s" });
    make(join(folder, ".gitignore"));
    expect(() => walked(folder, IgnoreRules.forLabel({ gitignore: true }))).toThrow(
      expect.objectContaining({ code: "BadIgnoreRules" }),
    );
    expect(walked(folder)).toContain("secret");
  });

  it.each(BAD_PATTERNS)("stops nothing as a .gitignore, whose other lines count: %s", (_, make) => {
    const folder = temporaryFolder();
    writeTree(folder, { secret: "s", x: "x" });
    const path = join(folder, ".gitignore");
    make(path);
    appendFileSync(path, "\nsecret\n");
    expect(walked(folder, IgnoreRules.forLabel({ gitignore: true }))).toEqual([".gitignore", "x"]);
  });

  it("stops nothing in an ignored folder", () => {
    const folder = temporaryFolder();
    writeTree(folder, { ".strataignore": "vendor/", "vendor/.strataignore": utf16, a: "a" });
    expect(walked(folder)).toEqual([".strataignore", "a"]);
  });
});

it("an ignore file may be as large as there is room for, with a byte order mark and CR LF", () => {
  const folder = temporaryFolder();
  const text = `\ufeffsecret\r\n${"#".repeat(1024 * 1024 - 14)}\r\n`;
  writeTree(folder, { ".strataignore": text, secret: "s", keep: "k" });
  expect(walked(folder)).toEqual([".strataignore", "keep"]);
});

it("the unusual lines that git accepts are accepted", () => {
  const folder = temporaryFolder();
  const lines = [
    "[]]",
    "[]a]",
    "[!]]",
    "[[:alpha:]x]",
    "\\[",
    "\\\\[a]",
    "a\\ ",
    "#[",
    "[\\]]",
    "[a-]",
    "[-a]",
    "[!z]",
    "[a-a]",
    "[\\a-\\z]",
    "[]-a]",
    "[!-a]",
    "[a-c-e]",
    "[[:]]",
    "[/a]",
    "[!/]",
    "[😀-😂]",
    "..a",
    "...",
    ".?",
    "**/x/**",
    "Icon[\r]",
    "!x",
    "/",
    "",
  ];
  writeTree(folder, { ".strataignore": lines.join("\n"), keep: "k" });
  expect(walked(folder)).toContain("keep");
});

it("git, too, finds that the broken patterns match nothing, not even themselves", () => {
  const folder = temporaryFolder();
  execFileSync("git", ["init", "-q", folder]);
  for (const [pattern, path] of [
    ["[bc", "[bc"],
    ["[]", "[]"],
    ["[!]", "[!]"],
    ["build\\", "build\\"],
    ["build\\/", "build/x"],
    ["[z-a]", "m"],
    ["[z-a]", "[z-a]"],
    ["x[\\c-a]", "xb"],
    ["[a-[:digit:]]", "5"],
    ["[[:word:]]", "w"],
    ["[[::]]", ":"],
    ["a[/]b", "a/b"],
    ["[/-/]", "n"],
    ["./here", "here"],
    ["a/./c", "a/c"],
    ["a/..", "a/d"],
    ["\\./there", "there"],
    ["e//f", "e/f"],
    ["//g", "g"],
    ["h//", "h/i"],
  ] as const) {
    writeTree(folder, { ".gitignore": `${pattern}\n`, [path]: "x" });
    const untracked = execFileSync("git", ["-C", folder, "status", "--porcelain", "-uall", "-z"]).toString();
    expect(untracked).toContain(path);
    expect(() => IgnoreRules.forLabel({ ignore: [pattern] })).toThrow(
      expect.objectContaining({ code: "BadIgnoreRules", data: { line: 1, pattern } }),
    );
  }
});
