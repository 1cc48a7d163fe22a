import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { runHere } from "../testing/command-here.ts";
import { temporaryFolder, writeTree } from "../testing/folders.ts";

const cwd = temporaryFolder();
const posix = process.platform !== "win32";
const strata = (...argv: string[]) => runHere(argv, { cwd, env: { STRATA_STORE: "store" } });
const diff = async (...argv: string[]) => (await strata("diff", ...argv)).all;

beforeAll(async () => {
  writeTree(cwd, {
    "live/run.sh": "echo 1\n",
    "live/src/a.txt": "one\ntwo\n",
    "live/src/same": "s",
    "live/bin": "\0\u0001",
    "live/.strataignore": "*.log\n",
  });
  chmodSync(join(cwd, "live/run.sh"), 0o644);
  await strata("import", "live", "--label", "x");
  writeTree(cwd, {
    "live/src/a.txt": "one\n2\n",
    "live/src/new": "n\n",
    "live/bin": "\0\u0002",
    "live/hollow/": null,
    "live/debug.log": "not taken",
  });
  chmodSync(join(cwd, "live/run.sh"), 0o755);
  expect(await strata("import", "live", "--label", "x")).toMatchObject({ code: 0 });
});

const mode = posix ? ["~ run.sh (permissions 644 -> 755)\n", ", of these 1 only in permissions"] : ["", ""];

describe("strata diff", () => {
  it("tells permissions from contents, and counts as the history does", async () => {
    expect(await diff("x@{1}", "x")).toBe(
      `~ bin\n+ hollow/\n${mode[0]}~ src/a.txt\n+ src/new\n1 added, ${posix ? 3 : 2} modified${mode[1]}, 1 empty folder\n`,
    );
    const { changes } = JSON.parse((await strata("log", "x", "--stat", "--json")).all).log[1];
    const { counts } = JSON.parse(await diff("x@{1}", "x", "--json"));
    expect(counts).toEqual({ added: changes.added, modified: changes.modified, removed: changes.removed });
  });

  it("compares files, and folders of any names", async () => {
    expect(await diff("x@{1}:src/a.txt", "x:src/a.txt")).toBe("~ a.txt\n1 modified\n");
    expect(await diff("x:src/same", "x:src/same")).toBe("No differences.\n");
    expect(await diff("x@{1}:src", "x:src")).toBe("~ a.txt\n+ new\n1 added, 1 modified\n");
    writeTree(cwd, { "moved/lib/a.txt": "one\n2\n", "moved/lib/same": "s", "moved/lib/zoo": "z" });
    await strata("import", "moved", "--label", "moved");
    expect(await diff("x:src", "moved:lib")).toBe("- new\n+ zoo\n1 added, 1 removed\n");
    expect(await strata("diff", "x:nowhere", "x")).toMatchObject({ code: 1 });
  });

  it("compares with what is on disk, by the label's rules", async () => {
    expect(await diff("x", "./live")).toBe("No differences.\n");
    expect(await diff("x:src", join(cwd, "live/src"))).toBe("No differences.\n");
    writeFileSync(join(cwd, "live/src/new"), "newer\n");
    expect(await diff("x", "./live")).toBe("~ src/new\n1 modified\n");
    expect(await diff("./live/src/new", "x:src/new")).toBe("~ new\n1 modified\n");
    expect(await strata("diff", "x", "./nowhere")).toMatchObject({ code: 1 });
    expect((await strata("labels")).all).not.toContain("live");
  });

  it("with --text shows lines in a form that patch takes", async () => {
    const told = await diff("x@{1}", "x", "--text");
    expect(told).toContain("--- a/src/a.txt\n+++ b/src/a.txt\n@@ -1,2 +1,2 @@\n one\n-two\n+2\n");
    expect(told).toContain("--- /dev/null\n+++ b/src/new\n@@ -0,0 +1,1 @@\n+n\n");
    expect(told).toContain("~ bin (not a text)\n");
    mkdirSync(join(cwd, "patched/src"), { recursive: true });
    writeFileSync(join(cwd, "patched/src/a.txt"), "one\ntwo\n");
    const { stdout } = await strata("diff", "x@{1}:src", "x:src", "--text");
    execFileSync("git", ["apply", "--directory=patched/src", "-"], { cwd, input: stdout });
    const file = join(cwd, "patched/src/a.txt");
    expect(await diff("x:src/a.txt", file)).toBe("No differences.\n");
  });
});
