import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { runStrata, runStrataJson } from "../testing/cli.ts";
import { temporaryFolder, writeTree } from "../testing/folders.ts";

const json = async (...args: string[]) => {
  const { code, stdout, stderr } = await runStrata([...args, "--json"]);
  return { code, stderr, output: JSON.parse(stdout) as Record<string, unknown> };
};

describe("the command line", () => {
  it("prints one document with --json also when there is no command, or only a text is asked for", async () => {
    for (const args of [[], ["label"]]) {
      expect(await json(...args)).toMatchObject({
        code: 2,
        stderr: "",
        output: { error: { code: "BadInput" } },
      });
    }
    expect(await json("--version")).toMatchObject({
      code: 0,
      stderr: "",
      output: { text: expect.any(String) },
    });
    expect(await json("--help")).toMatchObject({
      code: 0,
      stderr: "",
      output: { text: expect.stringContaining("import") },
    });
  });

  it("refuses patterns together with --clear, and changes nothing", async () => {
    const root = temporaryFolder();
    const store = join(root, "store");
    writeTree(root, { "folder/a": "1" });
    await runStrataJson(["import", join(root, "folder"), "--label", "main", "--store", store]);
    await runStrataJson(["label", "ignore", "main", "*.log", "--store", store]);
    expect(await json("label", "ignore", "main", "*.o", "--clear", "--store", store)).toMatchObject({
      code: 2,
    });
    expect((await json("label", "ignore", "main", "--store", store)).output).toMatchObject({
      ignore: ["*.log"],
    });
  });

  it("takes the root as a path that every move of content touches", async () => {
    const root = temporaryFolder();
    const [folder, store] = [join(root, "folder"), join(root, "store")];
    for (const text of ["1", "2"]) {
      writeTree(folder, { a: text });
      await runStrataJson(["import", folder, "--label", "main", "--store", store]);
    }
    const { log } = await runStrataJson<{ log: { op: string }[] }>([
      "log",
      "main",
      "--path",
      "/",
      "--store",
      store,
    ]);
    expect(log.map(({ op }) => op)).toEqual(["create", "push"]);
  });

  it("ends an export with 1 when something is missing that nobody wished to leave out", async () => {
    const root = temporaryFolder();
    const [folder, store, out] = [join(root, "folder"), join(root, "store"), join(root, "out")];
    writeTree(folder, { a: "1", b: "2" });
    await runStrataJson(["import", folder, "--label", "main", "--store", store]);
    mkdirSync(out);
    writeFileSync(join(out, "b"), "mine");
    const exporting = (rule: string) =>
      json("export", "main", "--to", out, "--overwrite", rule, "--store", store);
    expect(await exporting("never")).toMatchObject({
      code: 0,
      output: { files: 1, skipped: [{ path: "b" }] },
    });
    mkdirSync(join(out, "blocked"));
    writeTree(folder, { blocked: "3" });
    await runStrataJson(["import", folder, "--label", "main", "--store", store]);
    expect(await exporting("always")).toMatchObject({
      code: 1,
      output: { skipped: [{ path: "blocked", code: "EISDIR" }] },
    });
  });
});
