import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { runStrata, runStrataJson } from "../testing/cli.ts";
import { temporaryFolder, writeTree } from "../testing/folders.ts";

let root: string;
let store: string;
const here = (...args: string[]) => [...args, "--store", store];
const ESC = "\u001b[";

beforeAll(async () => {
  root = temporaryFolder();
  store = join(root, "store");
  for (const text of ["one\n", "two\n"]) {
    writeTree(join(root, "folder"), { "a.txt": text });
    await runStrataJson(here("import", join(root, "folder"), "--label", "work"));
  }
});

describe("--jsonl", () => {
  it.each([
    [["log", "work"], "log"],
    [["labels"], "labels"],
    [["tree", "work"], "entries"],
    [["diff", "work@{1}", "work"], "changes"],
    [["mount", "list"], "mounts"],
    [["verify"], "problems"],
  ])("prints each entry of %j as a line", async (args, rows) => {
    const document = await runStrataJson<Record<string, unknown[]>>(here(...args));
    const { code, stdout } = await runStrata(here(...args, "--jsonl"));
    expect(code).toBe(0);
    const lines = stdout.split("\n").filter(Boolean);
    expect(lines.map((line) => JSON.parse(line))).toEqual(document[rows]);
  });

  it("prints what is no list as one line", async () => {
    const { stdout } = await runStrata(here("status", "--jsonl"));
    expect(JSON.parse(stdout)).toEqual(await runStrataJson(here("status")));
    expect(stdout.trimEnd()).not.toContain("\n");
  });

  it("prints an error as one line", async () => {
    const { code, stdout } = await runStrata(here("log", "nope", "--jsonl"));
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: "UnknownLabel" } });
  });

  it("is not combined with --json", async () => {
    expect(await runStrata(here("log", "work", "--jsonl", "--json"))).toMatchObject({ code: 2 });
  });
});

describe("a terminal", () => {
  const diff = () => here("diff", "work@{1}", "work", "--text");

  it("gets changes in colours, and errors", async () => {
    const { stdout } = await runStrata(diff(), { terminal: "colours", env: { PAGER: "" } });
    expect(stdout).toContain(`${ESC}31m-one${ESC}39m\n${ESC}32m+two${ESC}39m\n`);
    const failed = await runStrata(here("log", "nope"), { terminal: "colours" });
    expect(failed.stderr.startsWith(`${ESC}31mstrata: `)).toBe(true);
  });

  it.each([
    ["a terminal without colours", diff, { terminal: "plain", env: { PAGER: "" } }],
    ["a pipe", diff, {}],
    ["--json", () => [...diff(), "--json"], { terminal: "colours" }],
  ] as const)("%s gets none", async (_, args, options) => {
    const { stdout } = await runStrata(args(), options);
    expect(stdout).toContain("two");
    expect(stdout).not.toContain(ESC);
  });
});

describe.skipIf(process.platform === "win32")("long text on a terminal", () => {
  const shown = join(temporaryFolder(), "shown");
  const env = { PAGER: `cat > ${shown}` };
  const plain = async () => (await runStrata(here("tree", "work"))).stdout;

  it("is shown by the pager that is named, whole", async () => {
    const { stdout, code } = await runStrata(here("tree", "work"), { terminal: "plain", env });
    expect({ code, stdout }).toEqual({ code: 0, stdout: "" });
    expect(readFileSync(shown, "utf8")).toBe(await plain());
  });

  it("is done when the pager is left early", async () => {
    const left = await runStrata(here("tree", "work"), { terminal: "plain", env: { PAGER: "true" } });
    expect(left).toMatchObject({ code: 0, stdout: "", stderr: "" });
  });

  it.each([
    ["the pager is not there", { PAGER: "no-such-pager 2>/dev/null" }],
    ["PAGER is empty", { PAGER: "" }],
    ["PAGER is cat", { PAGER: "cat" }],
    ["less is not there", { PAGER: undefined, PATH: "/nowhere" }],
  ] as const)("is printed at once where %s", async (_, more) => {
    const printed = await runStrata(here("tree", "work"), { terminal: "plain", env: more });
    expect(printed).toMatchObject({ code: 0, stdout: await plain() });
  });

  it("is printed at once with --no-pager, into a pipe and as JSON", async () => {
    const unused = { PAGER: `cat > ${shown}-not` };
    await runStrata(here("tree", "work", "--no-pager"), { terminal: "plain", env: unused });
    await runStrata(here("tree", "work"), { env: unused });
    await runStrata(here("tree", "work", "--json"), { terminal: "plain", env: unused });
    expect(existsSync(`${shown}-not`)).toBe(false);
  });
});
