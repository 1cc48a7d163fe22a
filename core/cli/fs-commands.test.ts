import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { type CommandName, registry } from "../api/registry/registry.ts";
import { runStrata } from "../testing/cli.ts";
import type { CommandResult } from "../testing/command.ts";
import { temporaryFolder, writeTree } from "../testing/folders.ts";

const cwd = temporaryFolder();

/** Runs the command line with the test's store. */
function strata(...args: string[]): Promise<CommandResult> {
  return runStrata(["--store", "store", ...args], { cwd });
}

/** Runs it with `--json`, and holds a document that is no error to the schema of its command. */
async function json(name: CommandName, ...args: string[]) {
  const { code, stdout, stderr } = await strata(...args, "--json");
  expect(stderr).toBe("");
  const document = JSON.parse(stdout);
  if (document.error === undefined) registry[name].output.parse(document);
  return { code, document };
}

let [first, second] = ["", ""];

beforeAll(async () => {
  writeTree(join(cwd, "live"), { "a.txt": "first" });
  first = (await json("import", "import", "live", "-l", "work")).document.ca_id;
  writeFileSync(join(cwd, "live/a.txt"), "second");
  second = (await json("import", "import", "live", "-l", "work")).document.ca_id;
});

describe("strata fs push", () => {
  it("P3: ends with 0 where the label moved or was there, with 3 where it was somewhere else", async () => {
    const push = (...args: string[]) => json("push", "fs", "push", ...args, "--label", "main");
    const advanced = { status: "advanced", label: "main", ca_id: first };
    expect(await push(first, "-m", "made")).toEqual({ code: 0, document: advanced });
    const rejected = { status: "rejected", label: "main", current: first };
    expect(await push(second)).toEqual({ code: 3, document: rejected });
    expect(await push(second, "--expected", second)).toEqual({ code: 3, document: rejected });
    expect(await push("work", "--expected", first.slice(0, 8), "--parent", "work@{1}")).toEqual({
      code: 0,
      document: { ...advanced, ca_id: second },
    });
    expect(await push(second, "--force")).toEqual({
      code: 0,
      document: { status: "unchanged", label: "main", ca_id: second },
    });
    expect((await push(first, "--force")).code).toBe(0);
    const { log } = (await json("log", "fs", "log", "main")).document;
    expect(log).toMatchObject([
      { op: "create", message: "made" },
      { op: "merge", parents: [first] },
      { op: "force" },
    ]);
    expect((await json("log", "fs", "log", "main", "--limit", "1")).document.log).toEqual(log.slice(2));
  });

  it("tells people the same", async () => {
    expect(await strata("fs", "push", second, "-l", "main")).toEqual({
      code: 3,
      stdout: `Rejected: main points at ${first.slice(0, 10)}. Merge with that, or use --force.\n`,
      stderr: "",
    });
    expect((await strata("fs", "push", "work", "--detach")).stdout).toBe(`${second} (no label was moved)\n`);
    expect((await json("push", "fs", "push", "work", "--detach")).document).toEqual({
      status: "detached",
      ca_id: second,
    });
  });

  it("refuses what makes no sense", async () => {
    const refusal = async (code: number, error: string, ...args: string[]) =>
      expect(await json("push", "fs", "push", ...args)).toMatchObject({
        code,
        document: { error: { code: error } },
      });
    await refusal(2, "BadInput", "work");
    await refusal(2, "BadInput", "work", "--detach", "--label", "x");
    await refusal(1, "NotASnapshot", "ab".repeat(32), "--label", "x");
    await refusal(2, "BadInput", "work", "--label", "x", "-m", "x".repeat(4097));
  });
});

describe("strata fs label, pull, ls and reset", () => {
  it("point a label somewhere, and tell where it points", async () => {
    expect((await json("label.set", "fs", "label", "here", "work@{1}", "-m", "so")).document).toEqual({
      label: "here",
      ca_id: first,
      moved: true,
    });
    expect((await json("label.set", "fs", "label", "here", "work")).document.ca_id).toBe(second);
    expect((await json("pull", "fs", "pull", "here")).document).toEqual({ label: "here", ca_id: second });
    expect((await strata("fs", "pull", "here")).stdout).toBe(`${second}\n`);
    const { labels } = (await json("labels", "fs", "ls")).document;
    expect(labels).toContainEqual(expect.objectContaining({ name: "here", ca_id: second, op: "force" }));
  });

  it("go outside the history on purpose only", async () => {
    await strata("fs", "label", "strict", "work@{1}");
    for (const words of [["fs", "reset"], ["reset"]]) {
      expect(await json("reset", ...words, "strict", "work")).toMatchObject({
        code: 1,
        document: { error: { code: "NotInHistory" } },
      });
    }
    expect(await json("reset", "fs", "reset", "strict", "work", "--allow-unlogged", "-m", "go")).toEqual({
      code: 0,
      document: { label: "strict", ca_id: second, moved: true },
    });
    expect(await strata("reset", "strict", "strict@{1}")).toMatchObject({
      code: 0,
      stdout: `strict is back at ${first.slice(0, 10)}\n`,
    });
  });
});

describe("strata undo and redo", () => {
  it("walk through the moves of a label", async () => {
    await strata("fs", "label", "walk", "work@{1}", "-m", "begun");
    await strata("label", "rename", "walk", "run");
    expect(await json("undo", "undo", "run")).toMatchObject({
      code: 0,
      document: { label: "walk", ca_id: first, undid: { op: "rename", renamed_from: "walk" } },
    });
    expect((await strata("undo", "walk")).stdout).toBe("Undid create (begun): walk is deleted\n");
    expect(await json("undo", "undo", "walk")).toMatchObject({
      code: 1,
      document: { error: { code: "NothingToUndo" } },
    });
    expect((await strata("redo", "walk")).stdout).toMatch(
      /^Redid create \(begun\): walk points at [0-9a-f]{10}\n$/,
    );
    expect((await strata("redo", "walk")).stdout).toMatch(/^Redid rename \(from walk\): run points at /);
    expect(await strata("redo", "run")).toMatchObject({ code: 1, stdout: "" });
  });
});

describe("strata label protect", () => {
  it("lets nothing move the label but what overrides it", async () => {
    await strata("fs", "label", "safe", "work@{1}");
    await strata("label", "protect", "safe");
    expect((await strata("labels")).stdout).toMatch(/^safe .* protected$/m);
    const refused = async (...args: string[]) => {
      const { code, stdout } = await strata(...args, "--json");
      expect({ args, code, error: JSON.parse(stdout).error.code }).toEqual({
        args,
        code: 1,
        error: "LabelProtected",
      });
    };
    await refused("import", "live", "-l", "safe");
    await refused("label", "delete", "safe");
    expect(await strata("import", "live", "-l", "safe", "--override")).toMatchObject({ code: 0 });
    expect(await strata("undo", "safe", "--override")).toMatchObject({ code: 0 });
    expect(await strata("label", "unprotect", "safe")).toMatchObject({ code: 0 });
    expect(await strata("label", "delete", "safe")).toMatchObject({ code: 0 });
  });
});

describe("strata mount push that is rejected", () => {
  it("says how to bring in what the label came to hold, where the label is the working copy's own", async () => {
    await strata("label", "create", "base", first);
    await strata("mount", "open", "base", "--name", "copy");
    await strata("mount", "write", "copy", "a.txt", "--text", "mine");
    await strata("fs", "label", "base", second);
    const points = `Rejected: base points at ${second.slice(0, 10)}`;
    expect(await strata("mount", "push", "copy")).toMatchObject({
      code: 3,
      stdout: `${points} by now. 1 file would be in conflict. Bring that in: strata mount rebase copy; then push again. --force replaces it instead.\n`,
    });
    expect(await strata("mount", "push", "copy", "--label", "base", "--expected", first)).toMatchObject({
      code: 3,
      stdout: `${points}. Use --force to replace that.\n`,
    });
  });
});
