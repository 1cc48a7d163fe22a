import {
  existsSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { beforeAll, describe, expect, it } from "vitest";
import { type CommandName, registry } from "../api/registry/registry.ts";
import { runStrata } from "../testing/cli.ts";
import { type CommandResult, startStrata } from "../testing/command.ts";
import { temporaryFolder, writeTree } from "../testing/folders.ts";
import { seededBytes } from "../testing/trees.ts";

const HOSTILE = "evil\u001b[31m\nname";
const posix = process.platform !== "win32";

const cwd = temporaryFolder();
const env = { STRATA_STORE: "", XDG_DATA_HOME: join(cwd, "data"), TZ: "UTC" };

/** Runs the command line with the test's store. */
function strata(...args: string[]): Promise<CommandResult> {
  return runStrata(["--store", "store", ...args], { cwd, env });
}

/** Runs it with `--json`, and holds a document that is no error to the schema of its command. */
async function json(name: CommandName, ...args: string[]) {
  const { code, stdout, stderr } = await strata(...args, "--json");
  expect(stderr).toBe("");
  const document = JSON.parse(stdout);
  if (code === 0) registry[name].output.parse(document);
  return { code, document };
}

beforeAll(async () => {
  writeTree(join(cwd, "live"), {
    "a.txt": "first\n",
    "big.bin": seededBytes(3, 9_000_000),
    "docs/deep/x": "x",
    "docs/empty/": null,
    "tool.sh": "#!/bin/sh\n",
    ...(posix ? { [HOSTILE]: "!", link: { link: "a.txt" } } : {}),
  });
  const first = await strata("import", "live", "--label", "work", "-m", "first");
  expect(first).toMatchObject({ code: 0, stderr: "" });
  writeFileSync(join(cwd, "live/a.txt"), "second\n");
  const second = await json("import", "import", "live/", "-l", "work");
  expect(second).toMatchObject({
    code: 0,
    document: { label: "work", moved: true, new_bytes: 7, skipped: [], warnings: [] },
  });
});

describe("strata import", () => {
  it("leaves the label where nothing changed", async () => {
    const { document } = await json("import", "import", "live", "-l", "work");
    expect(document).toMatchObject({ moved: false, new_bytes: 0, stored_bytes: 0 });
    const { stdout } = await strata("import", "live", "-l", "work");
    expect(stdout).toMatch(
      /^work: \d files, 8\.6 MiB\n {2}snapshot {3}[0-9a-f]{10} \(nothing changed, the label stays\)\n/,
    );
  });

  it("leaves out what it is told to", async () => {
    const { document } = await json(
      "import",
      "import",
      "live",
      "-l",
      "small",
      "--ignore",
      "*.bin",
      "--ignore",
      "docs",
    );
    expect(document.files).toBe(posix ? 4 : 2);
  });

  it("takes files and folders under their own names", async () => {
    await strata("import", "live/a.txt", "live/docs", "-l", "some");
    const { document } = await json("tree", "tree", "some");
    expect(document.entries.map(({ path }: { path: string }) => path)).toEqual(["a.txt", "docs"]);
  });

  it("refuses a name before it reads anything", async () => {
    expect(await json("import", "import", "nowhere", "-l", "no name")).toMatchObject({
      code: 1,
      document: { error: { code: "BadLabelName", hint: expect.stringContaining("Try no-name.") } },
    });
    expect(await json("import", "import", "nowhere", "-l", "x")).toMatchObject({
      code: 1,
      document: { error: { code: "ENOENT" } },
    });
  });

  it.runIf(posix).each([
    ["at Ctrl-C", "SIGINT"],
    ["when it is asked to", "SIGTERM"],
    ["when its terminal is closed", "SIGHUP"],
  ] as const)("stops in order %s", async (_, signal) => {
    const large = join(cwd, "large");
    mkdirSync(large);
    // Sparse: it takes long to read, and next to nothing to keep.
    writeFileSync(join(large, "zeros"), "");
    truncateSync(join(large, "zeros"), 16 * 2 ** 30);
    const own = join(cwd, `interrupted-${signal}`);
    const { process: child, result } = startStrata(["--store", own, "import", large, "-l", "x"], {
      cwd,
      env,
    });
    while (!existsSync(join(own, "store.json"))) await setTimeout(5);
    child.kill(signal);
    expect(await result).toEqual({
      code: 130,
      stdout: "",
      stderr: "strata: It was cancelled; nothing was changed.\n",
    });
    expect((await startStrata(["--store", own, "labels", "--json"], { cwd, env }).result).stdout).toBe(
      '{"total":0,"labels":[]}\n',
    );
    rmSync(large, { recursive: true });
  });
});

describe("strata export", () => {
  it("puts a folder's content into a folder, a file under its own name", async () => {
    expect(await json("export", "export", "work@{1}:docs", "--to", "out/docs")).toMatchObject({
      code: 0,
      document: { files: 1, bytes: 1 },
    });
    expect(readFileSync(join(cwd, "out/docs/deep/x"), "utf8")).toBe("x");
    expect(statSync(join(cwd, "out/docs/empty")).isDirectory()).toBe(true);
    await strata("export", "work@{1}:a.txt", "--to", "out");
    expect(readFileSync(join(cwd, "out/a.txt"), "utf8")).toBe("first\n");
  });

  it("writes nothing over what is there unless it may", async () => {
    mkdirSync(join(cwd, "there"));
    writeFileSync(join(cwd, "there/a.txt"), "mine");
    const read = () => readFileSync(join(cwd, "there/a.txt"), "utf8");
    expect(await json("export", "export", "work", "--to", "there")).toMatchObject({
      code: 1,
      document: { error: { code: "FilesInTheWay" } },
    });
    expect(existsSync(join(cwd, "there/big.bin"))).toBe(false);
    expect(await json("export", "export", "work", "--to", "there", "--overwrite", "never")).toMatchObject({
      code: 0,
      document: { skipped: [{ path: "a.txt", reason: "there is one already" }] },
    });
    expect(read()).toBe("mine");
    await strata("export", "work", "--to", "there", "--overwrite", "always");
    expect(read()).toBe("second\n");
    if (posix) expect(readlinkSync(join(cwd, "there/link"))).toBe("a.txt");
    expect((await json("import", "import", "there", "-l", "again")).document.ca_id).toBe(
      (await json("tree", "tree", "work")).document.ca_id,
    );
  });
});

describe("strata cat", () => {
  it("gives the bytes of a file", async () => {
    expect(await strata("cat", "work:a.txt")).toEqual({ code: 0, stdout: "second\n", stderr: "" });
    expect((await json("cat", "cat", "work@{1}:a.txt")).document).toMatchObject({
      encoding: "utf8",
      content: "first\n",
      size: 6,
    });
  });

  it.each<string[]>([
    ["work:docs", "EISDIR"],
    ["work:nope", "ENOENT"],
    ["nope:a", "UnknownReference"],
    ...(posix ? [["work:link", "EINVAL"]] : []),
  ])("says in a line why %s has none", async (ref = "", code) => {
    const { stdout, stderr, ...result } = await strata("cat", ref);
    expect(result.code).toBe(1);
    expect(stdout).toBe("");
    expect(stderr).toMatch(/^strata: [^\n]+\n$/);
    expect((await json("cat", "cat", ref)).document.error).toMatchObject({
      code,
      message: expect.any(String),
    });
  });

  it("ends quietly when nobody reads on", async () => {
    const { process: child, result } = startStrata(["--store", "store", "cat", "work:big.bin"], { cwd, env });
    child.stdout?.once("data", () => child.stdout?.destroy());
    expect(await result).toMatchObject({ code: 0, stderr: "" });
  });
});

describe("strata tree, diff and log", () => {
  it.runIf(posix)("show a hostile name to people as escapes, and as it is in JSON", async () => {
    const { stdout } = await strata("tree", "work", "--recursive");
    expect(stdout).toContain('"evil\\x1b[31m\\nname"\n');
    expect(stdout).not.toContain("\u001b");
    const { document } = await json("tree", "tree", "work", "--recursive", "--content");
    expect(document.entries).toContainEqual(
      expect.objectContaining({ path: HOSTILE, type: "file", content: { inline: true } }),
    );
  });

  it("tell what changed", async () => {
    expect((await json("diff", "diff", "work@{1}", "work")).document.changes).toEqual([
      { path: "a.txt", change: "modified", type: "file" },
    ]);
    expect((await strata("diff", "work@{1}", "work")).stdout).toBe("~ a.txt\n1 modified\n");
    expect(await json("diff", "diff", "work:a.txt", "work")).toMatchObject({
      code: 2,
      document: { error: { code: "BadInput" } },
    });
  });

  it("tell what happened", async () => {
    const { document } = await json("log", "log", "work", "--stat");
    expect(document.label).toBe("work");
    expect(document.log).toMatchObject([
      { op: "create", from: null, message: "first" },
      { op: "push", message: "", changes: { added: 0, modified: 1, removed: 0, bytes: 7 } },
    ]);
    expect((await json("log", "log", "work", "--limit", "1")).document.log).toMatchObject([{ op: "push" }]);
    expect((await json("log", "log", "work", "--limit", "0")).document.log).toEqual([]);
    expect((await json("log", "log", "work", "--path", "docs")).document.log).toMatchObject([
      { op: "create" },
    ]);
  });
});

describe("strata find", () => {
  it("finds files by a part of their name or a pattern", async () => {
    const { document } = await json("find", "find", "work", "A.TXT");
    expect(document).toMatchObject({ total: 1, entries: [{ path: "a.txt", size: 7 }] });
    expect((await strata("find", "work", "docs/**")).stdout).toMatch(/ docs\/deep\/x\n$/);
    expect((await strata("find", "work", "*", "-n", "1")).stdout).toMatch(/\n… and \d more\n$/);
    expect(await strata("find", "work", "nothing-like-it")).toMatchObject({
      code: 0,
      stdout: "Nothing matches.\n",
    });
    expect(await json("find", "find", "work", "*.[a")).toMatchObject({
      code: 2,
      document: { error: { code: "BadInput" } },
    });
  });
});

describe("strata status", () => {
  it("tells where the store is, and what is wrong", async () => {
    const { document } = await json("status", "status");
    expect(document).toMatchObject({ store: join(cwd, "store"), writable: true, problems: [] });
    expect((await strata("status")).stdout).toMatch(
      /^The store at .*store\n {2}\d+ labels?, [\d.]+ MiB on disk\n {2}Scrubbed never; .*\n$/,
    );
  });
});

describe("strata label", () => {
  it("makes, changes, deletes and restores labels", async () => {
    const { ca_id } = (await json("label.create", "label", "create", "old", "work@{1}")).document;
    expect((await json("label.rename", "label", "rename", "old", "older")).document).toMatchObject({
      label: "older",
      ca_id,
    });
    await strata("label", "describe", "older", "Before the change");
    await strata("label", "pin", "older");
    await strata("label", "ignore", "older", "*.tmp");
    const { labels } = (await json("labels", "labels")).document;
    expect(labels).toContainEqual(
      expect.objectContaining({
        name: "older",
        ca_id,
        description: "Before the change",
        pinned: true,
        ignore: ["*.tmp"],
      }),
    );
    await strata("label", "delete", "older");
    expect((await strata("labels")).stdout).not.toContain("older");
    expect((await strata("labels", "--deleted")).stdout).toMatch(
      /^older +deleted +.*delete +pinned +Before the change$/m,
    );
    expect((await json("label.restore", "label", "restore", "older")).document).toEqual({
      label: "older",
      ca_id,
    });
    expect((await json("label.create", "label", "create", "older", "work")).document.error.code).toBe(
      "LabelExists",
    );
  });
});

describe("the store", () => {
  it("is verified", async () => {
    expect(await json("verify", "verify")).toMatchObject({ code: 0, document: { ok: true, problems: [] } });
    expect((await strata("verify")).stdout).toContain("Everything is intact.");
  });

  it("keeps the profile that it was made with", async () => {
    const init = (...args: string[]) =>
      runStrata(["--store", "small", "init", ...args, "--json"], { cwd, env });
    const codeOf = ({ stdout }: CommandResult) => JSON.parse(stdout).error.code;
    expect(JSON.parse((await init("--inline-max", "65536")).stdout)).toMatchObject({
      created: true,
      profile: { inline_max: 65536 },
    });
    expect(JSON.parse((await init("--inline-max", "65536")).stdout)).toMatchObject({ created: false });
    expect(JSON.parse((await init()).stdout)).toMatchObject({ created: false });
    expect(codeOf(await init("--inline-max", "100"))).toBe("ProfileMismatch");
    expect(codeOf(await init("--inline-max", "many"))).toBe("BadInput");
  });

  it("is named by --store, else by STRATA_STORE, else it is the user's", async () => {
    const init = (args: string[], more: Record<string, string>) =>
      startStrata([...args, "init"], { cwd, env: { ...env, ...more } }).result;
    expect(await init([], { STRATA_STORE: "by-env" })).toMatchObject({ code: 0 });
    expect(existsSync(join(cwd, "by-env/store.json"))).toBe(true);
    await init(["--store", "by-option"], { STRATA_STORE: "unused" });
    expect(existsSync(join(cwd, "by-option/store.json"))).toBe(true);
    expect(existsSync(join(cwd, "unused"))).toBe(false);
    if (process.platform !== "linux") return;
    await init([], {});
    expect(existsSync(join(cwd, "data/strata/store/store.json"))).toBe(true);
  });

  it("is not any folder", async () => {
    const { stdout, code } = await runStrata(["--store", "live", "labels", "--json"], { cwd, env });
    expect(code).toBe(1);
    expect(JSON.parse(stdout).error.code).toBe("NotAStore");
  });
});

describe("what makes no sense", () => {
  it.each([
    [["nope"]],
    [["labels", "extra"]],
    [["import", "live"]],
    [["log", "work", "--limit", "x"]],
    [["export", "work", "--to", "o", "--overwrite", "maybe"]],
    [["labels", "--lock-wait", "soon"]],
  ])("ends with 2 and a line: %j", async (args) => {
    const { code, stdout, stderr } = await strata(...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(/^strata: [^\n]+\n$/);
    const told = await strata(...args, "--json");
    expect(told).toMatchObject({ code: 2, stderr: "" });
    expect(JSON.parse(told.stdout).error).toMatchObject({ code: "BadInput", message: expect.any(String) });
  });

  it("is answered with help when nothing was asked", async () => {
    expect(await strata()).toMatchObject({
      code: 2,
      stdout: "",
      stderr: expect.stringContaining("Usage: strata"),
    });
    expect(await strata("--help")).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("Usage: strata"),
      stderr: "",
    });
    expect((await strata("--version")).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});
