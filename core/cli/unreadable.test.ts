import { chmodSync, chownSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { startStrata } from "../testing/command.ts";
import { temporaryFolder, writeTree } from "../testing/folders.ts";
import { canBecomeReader } from "../testing/repositories.ts";

/** Root reads everything: the command line is then run as somebody else. */
const SOMEBODY = process.getuid?.() === 0 ? 65534 : undefined;

function setUp(tree: Parameters<typeof writeTree>[1]) {
  const root = temporaryFolder();
  writeTree(root, tree);
  if (SOMEBODY !== undefined) {
    for (const each of ["", ...(readdirSync(root, { recursive: true }) as string[])])
      chownSync(join(root, each), SOMEBODY, SOMEBODY);
  }
  const strata = async (...args: string[]) => {
    const env = { STRATA_STORE: join(root, "store"), HOME: root };
    const { code, stdout } = await startStrata([...args, "--json"], { cwd: root, env, uid: SOMEBODY }).result;
    return { code, output: JSON.parse(stdout) as Record<string, unknown> };
  };
  return { root, strata };
}

const refused = (path: string) => ({
  code: 1,
  output: { error: { code: "ReadFailed", message: expect.stringContaining(path), data: { path } } },
});

// As root this needs another user who can start this runtime.
const canRun = process.platform !== "win32" && (SOMEBODY === undefined || canBecomeReader);

describe.runIf(canRun)("what cannot be read", () => {
  it.each([
    ["a file without read permission", "file", 0o000],
    ["a folder that cannot be listed", "folder", 0o300],
    ["a folder that cannot be entered", "folder", 0o600],
  ])("I22: is an error where it was named, and moves nothing: %s", async (_, name, mode) => {
    const { root, strata } = setUp({ file: "f", "folder/x": "x", other: "o" });
    const { output: before } = await strata("import", name, "other", "--label", "main");
    await strata("mount", "open", "main", "--name", "work");
    const path = join(root, name);
    chmodSync(path, mode);
    for (const paths of [[name], ["other", name]]) {
      const answers = await Promise.all([
        strata("import", ...paths, "--label", "main"),
        strata("preflight", ...paths),
        strata("capture", ...paths),
        strata("mount", "add", "work", ...paths),
      ]);
      expect(answers).toMatchObject(answers.map(() => refused(path)));
    }
    chmodSync(path, 0o700);
    expect((await strata("labels")).output).toMatchObject({
      labels: [{ name: "main", ca_id: before.ca_id }],
    });
    expect((await strata("log", "main")).output).toMatchObject({ log: [{ op: "create" }] });
  });

  it("is skipped and told in a folder that was named", async () => {
    const { root, strata } = setUp({ "folder/file": "f", "folder/other": "o" });
    chmodSync(join(root, "folder/file"), 0);
    expect(await strata("import", "folder", "--label", "main")).toMatchObject({
      code: 0,
      output: { files: 1, skipped: [{ path: "file", reason: "permission denied" }] },
    });
  });

  it("is an error where it is an ignore file", async () => {
    const { root, strata } = setUp({ "folder/sub/.strataignore": "x", "folder/sub/x": "x" });
    const path = join(root, "folder/sub/.strataignore");
    chmodSync(path, 0);
    for (const command of [["import", "--label", "main"], ["preflight"], ["capture"]]) {
      const [name, ...options] = command as [string, ...string[]];
      expect(await strata(name, "folder", ...options)).toMatchObject({
        code: 1,
        output: { error: { code: "BadIgnoreRules", data: { path } } },
      });
    }
    expect((await strata("labels")).output).toMatchObject({ labels: [] });
  });
});
