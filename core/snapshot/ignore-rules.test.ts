import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { IgnoreRules, type IgnoreTexts } from "./ignore-rules.ts";

const none = IgnoreRules.forLabel({});

describe("IgnoreRules", () => {
  it("ignores nothing when there are no rules", () => {
    expect(none.ignores("a", false)).toBe(false);
    expect(none.ignores("node_modules", true)).toBe(false);
  });

  it.each<[patterns: string, path: string, isFolder: boolean, ignored: boolean]>([
    ["*.log", "a/b.log", false, true],
    ["/a.log", "x/a.log", false, false],
    ["/a.log", "a.log", false, true],
    ["out/", "out", false, false],
    ["out/", "out", true, true],
    ["*.log\n!keep.log", "keep.log", false, false],
    ["!keep.log\n*.log", "keep.log", false, true],
    ["doc/*.txt", "x/doc/a.txt", false, false],
    ["**/doc/*.txt", "x/doc/a.txt", false, true],
    ["\uFEFFa.log", "a.log", false, true],
    ["a.log\r\nb.log\r\n", "b.log", false, true],
    ["# a.log", "# a.log", false, false],
    ["\\#a", "#a", false, true],
    ["A.LOG", "a.log", false, false],
    ["a.log   ", "a.log", false, true],
  ])("reads %j for %j (folder: %s) → %s, in the root and below", (patterns, path, isFolder, ignored) => {
    expect(none.enter("", { strataignore: patterns }).ignores(path, isFolder)).toBe(ignored);
    expect(none.enter("x/y/", { strataignore: patterns }).ignores(`x/y/${path}`, isFolder)).toBe(ignored);
    expect(none.enter("x/y/", { strataignore: patterns }).ignores(path, isFolder)).toBe(false);
  });

  it("reads .gitignore only when asked, and lets .strataignore override it in the same folder", () => {
    const texts: IgnoreTexts = { gitignore: "*.log\nout", strataignore: "!out" };
    expect(none.readsGitignore).toBe(false);
    expect(none.enter("", texts).ignores("a.log", false)).toBe(false);
    const rules = IgnoreRules.forLabel({ gitignore: true });
    expect(rules.readsGitignore).toBe(true);
    expect(rules.enter("", texts).ignores("a.log", false)).toBe(true);
    expect(rules.enter("", texts).ignores("out", true)).toBe(false);
  });

  it("lets a deeper file override those above it, for what is below its folder only", () => {
    const rules = none.enter("", { strataignore: "*.o" }).enter("lib/", { strataignore: "!*.o\n/x" });
    expect(rules.ignores("lib/a.o", false)).toBe(false);
    expect(rules.ignores("lib/deep/a.o", false)).toBe(false);
    expect(rules.ignores("a.o", false)).toBe(true);
    expect(rules.ignores("lib/x", false)).toBe(true);
    expect(rules.ignores("x", false)).toBe(false);
  });

  it("lets the label's patterns override every file", () => {
    const rules = IgnoreRules.forLabel({ ignore: ["!a.log", "/top"] }).enter("d/", {
      strataignore: "a.log\n!top",
    });
    expect(rules.ignores("d/a.log", false)).toBe(false);
    expect(rules.ignores("top", true)).toBe(true);
    expect(rules.ignores("d/top", true)).toBe(false);
  });

  it("does not ignore the contents of a folder that a later pattern includes again", () => {
    const rules = IgnoreRules.forLabel({ ignore: ["!sub"] }).enter("", { strataignore: "sub\n*.tmp" });
    expect(rules.ignores("sub", true)).toBe(false);
    expect(rules.ignores("sub/file", false)).toBe(false);
    expect(rules.ignores("sub/a.tmp", false)).toBe(true);
  });

  it("matches names with unusual characters literally", () => {
    const odd = [
      " lead",
      "trail ",
      "a\\b",
      "n\nl",
      "[x]",
      "*",
      "?",
      "...",
      "..x",
      "__proto__",
      "\uE000",
      "e\u0301",
    ];
    for (const name of odd) {
      const rules = none.enter(`${name}/`, { strataignore: "gone\n/tied" });
      expect(rules.ignores(`${name}/gone`, false), JSON.stringify(name)).toBe(true);
      expect(rules.ignores(`${name}/tied`, true), JSON.stringify(name)).toBe(true);
      expect(rules.ignores(`${name}/deep/tied`, true), JSON.stringify(name)).toBe(false);
      expect(rules.ignores(`z/gone`, false), JSON.stringify(name)).toBe(false);
      expect(rules.ignores(`${name}${name}/gone`, false), JSON.stringify(name)).toBe(false);
    }
  });

  it("answers the same after its matcher was replaced", () => {
    const rules = IgnoreRules.forLabel({ ignore: ["*.o"] });
    for (let i = 0; i < 70_000; i++)
      expect(rules.ignores(`d/${i}.${i % 2 ? "o" : "c"}`, false)).toBe(i % 2 === 1);
  });
});

const hasGit = spawnSync("git", ["--version"]).status === 0;
if (!hasGit) console.warn("git is not here: IgnoreRules is not compared with it");

describe.skipIf(!hasGit)("IgnoreRules and git", () => {
  const isWindows = process.platform === "win32";
  const folders = ["", "a", "a/b", "a/b/c", "b", "sp ace", "[x]", " lead", "éé"];
  // Names that are not ASCII have two characters: git matches bytes, so that `?` would match half a letter.
  const names = ["f.o", "f.c", "keep", "b", " lead", "#h", "!bang", "[x]", "ÉÉ"];
  if (!isWindows) {
    folders.push("st*r", "q?", "back\\slash", "new\nline", "b/trail ");
    names.push("trail ", "a\\b", "n\nl", "*", "\\");
  }
  let root: string;
  const git = (args: string[], input = "") =>
    spawnSync("git", args, {
      cwd: root,
      input,
      encoding: "utf8",
      maxBuffer: 1 << 26,
      env: { ...process.env, GIT_CONFIG_GLOBAL: join(root, ".git/none"), GIT_CONFIG_NOSYSTEM: "1" },
    });

  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), "strata-ignore-"));
    execFileSync("git", ["init", "--quiet", root]);
    for (const setting of [
      ["core.ignorecase", "false"],
      ["core.precomposeunicode", "false"],
    ])
      git(["config", ...setting]);
    for (const folder of folders) {
      mkdirSync(join(root, folder), { recursive: true });
      for (const name of names) {
        if (!folders.includes(folder === "" ? name : `${folder}/${name}`))
          writeFileSync(join(root, folder, name), "");
      }
    }
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  interface Found {
    readonly kept: string[];
    readonly ignored: string[];
  }

  function walk(
    rules: IgnoreRules,
    texts: ReadonlyMap<string, IgnoreTexts>,
    prefix: string,
    found: Found,
  ): Found {
    const here = texts.get(prefix.slice(0, -1));
    const inside = here === undefined ? rules : rules.enter(prefix, here);
    for (const entry of readdirSync(join(root, prefix), { withFileTypes: true })) {
      const path = prefix + entry.name;
      if (path === ".git") continue;
      if (inside.ignores(path, entry.isDirectory())) found.ignored.push(path);
      else if (entry.isDirectory()) walk(inside, texts, `${path}/`, found);
      else found.kept.push(path);
    }
    return found;
  }

  const part = fc.constantFrom(
    ...[
      "a",
      "b",
      "c",
      "*",
      "?",
      "**",
      "f.o",
      "*.o",
      "f.*",
      "keep",
      "k*p",
      "[a-c]",
      "[!a]",
      "[[:alpha:]]",
      "sp ace",
      "sp*",
    ],
    ...[
      "\\[x]",
      "[[]x]",
      "\\*",
      "st\\*r",
      " lead",
      "trail\\ ",
      "\\#h",
      "#h",
      "\\!bang",
      "!bang",
      "éé",
      "ÉÉ",
      "é*",
      "back\\\\slash",
      "\\\\",
    ],
    ...["new?line", "q\\?", "?", "*e*", "a\\b", "\\a"],
  );
  const patternEnding = (...ends: string[]) =>
    fc
      .tuple(
        fc.constantFrom("", "!"),
        fc.constantFrom("", "", "/"),
        fc.array(part, { minLength: 1, maxLength: 3 }),
        fc.constantFrom(...ends),
      )
      .map(([negation, start, parts, end]) => negation + start + parts.join("/") + end);
  const text = fc
    .tuple(
      fc.constantFrom("", "\uFEFF"),
      fc.array(patternEnding("", "", "/", "/ ", "  "), { maxLength: 4 }),
      fc.constantFrom("\n", "\r\n"),
    )
    .map(([mark, patterns, end]) => mark + patterns.map((line) => line + end).join(""));
  const files = fc.array(
    fc.record({ folder: fc.constantFrom(...folders), gitignore: text, strataignore: text }),
    { maxLength: 4 },
  );

  /** Writes the rules in a form for git: in each folder, `.strataignore` comes after `.gitignore`. */
  function lay(
    given: readonly { folder: string; gitignore: string; strataignore: string }[],
  ): Map<string, IgnoreTexts> {
    const texts = new Map(given.map(({ folder, ...rest }) => [folder, rest]));
    for (const folder of folders) rmSync(join(root, folder, ".gitignore"), { force: true });
    for (const [folder, { gitignore, strataignore }] of texts) {
      writeFileSync(join(root, folder, ".gitignore"), gitignore + strataignore.replace("\uFEFF", ""));
    }
    return texts;
  }

  it("agree on what is ignored, with nested files", () => {
    const rules = IgnoreRules.forLabel({ gitignore: true });
    fc.assert(
      fc.property(files, (given) => {
        const { kept, ignored } = walk(rules, lay(given), "", { kept: [], ignored: [] });
        const answer = git(["check-ignore", "--stdin", "-z", "--no-index"], [...kept, ...ignored].join("\0"));
        expect(answer.stderr).toBe("");
        expect(ignored.sort()).toEqual(answer.stdout.split("\0").slice(0, -1).sort());
      }),
      { numRuns: 300 },
    );
  });

  it("agree on what is left, with the label's patterns over nested files", () => {
    // On a command line, git has no comments and keeps a pattern's trailing spaces.
    const argument = patternEnding("", "", "/").filter((line) => !line.startsWith("#"));
    const labels = fc.array(argument, { maxLength: 3 });
    fc.assert(
      fc.property(files, labels, (given, label) => {
        const rules = IgnoreRules.forLabel({ gitignore: true, ignore: label });
        const { kept } = walk(rules, lay(given), "", { kept: [], ignored: [] });
        const excludes = label.map((line) => `--exclude=${line}`);
        const answer = git(["ls-files", "--others", "-z", "--exclude-standard", ...excludes]);
        expect(answer.stderr).toBe("");
        expect(kept.sort()).toEqual(answer.stdout.split("\0").slice(0, -1).sort());
      }),
      { numRuns: 300 },
    );
  });
});
