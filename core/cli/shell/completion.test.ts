import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { builtFile } from "../../built.ts";
import { runStrata, runStrataJson } from "../../testing/cli.ts";
import { temporaryFolder, writeTree } from "../../testing/folders.ts";
import { cliCommands, cliServices } from "../commands.ts";
import { COMPLETION_SCRIPTS, SHELLS } from "./scripts.ts";

let root: string;
let store: string;

beforeAll(async () => {
  root = temporaryFolder();
  store = join(root, "store");
  writeTree(join(root, "photos"), { "a.jpg": "a" });
  for (const label of ["photos", "photos-old", "notes"])
    await runStrataJson(["import", join(root, "photos"), "--label", label, "--store", store]);
  await runStrataJson(["mount", "open", "photos", "--name", "draft", "--store", store]);
});

/** Returns what can be typed after `typed`, as `strata complete` lists it. */
async function complete(...typed: string[]): Promise<string[]> {
  const { code, stdout } = await runStrata(["complete", "--store", store, "--", ...typed]);
  expect(code).toBe(0);
  return stdout.split("\n").flatMap((line) => line.split("\t")[0] || []);
}

describe("strata complete", () => {
  it.each<[string[], string[]]>([
    [["lab"], ["labels", "label"]],
    [
      ["label", "re"],
      ["rename", "restore"],
    ],
    [["merge", "co"], ["complete"]],
    [
      ["log", "pho"],
      ["photos", "photos-old"],
    ],
    [["log", "--stat", "no"], ["notes"]],
    [["log", "-n", "3", "no"], ["notes"]],
    [["--json", "log", "no"], ["notes"]],
    [
      ["fs", "push", "ph"],
      ["photos", "photos-old"],
    ],
    [["push", "ph"], []],
    [["mount", "push", ""], ["draft"]],
    [["mount", "push", "draft", "--label", "no"], ["notes"]],
    [["merge", "start", "--mount", ""], ["draft"]],
    [
      ["export", "photos", "--overwrite", "n"],
      ["never", "newer"],
    ],
    [["export", "photos", "--to", ""], [":files"]],
    [["import", ""], [":files"]],
    [["import", "/a", "/b", ""], [":files"]],
    [
      ["diff", "no"],
      ["notes", ":files"],
    ],
    [["log", "--st"], ["--store", "--stat"].sort().reverse()],
    [["log", "photos", "--", "--st"], []],
    [["completion", ""], []],
    [
      ["retention", ""],
      ["set", "photos", "photos-old", "notes"],
    ],
    [["nonsense", "pho"], []],
    [["comple"], ["completion"]],
  ])("%j gives %j", async (typed, expected) => {
    expect([...(await complete(...typed))].sort()).toEqual([...expected].sort());
  });

  it("offers every command but those that only programs type, and the options of each", async () => {
    const tops = new Set(
      [...cliCommands, ...cliServices]
        .filter((each) => !("hidden" in each && each.hidden))
        .map(({ words }) => words.split(" ")[0]),
    );
    expect(new Set(await complete(""))).toEqual(tops);
    for (const { words, options } of cliCommands) {
      const offered = await complete(...words.split(" "), "--");
      for (const { flags } of options) expect(offered).toContain(/--[\w-]+/.exec(flags)?.[0]);
    }
  });

  it("offers no names where there is no store, and says nothing of that", async () => {
    const { code, stdout, stderr } = await runStrata([
      ...["complete", "--store", join(root, "none"), "--", "log", ""],
    ]);
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: "", stderr: "" });
  });
});

describe("strata completion", () => {
  it.each(SHELLS)("prints the script of %s, which the shell takes if it is there", async (shell) => {
    const { stdout } = await runStrata(["completion", shell]);
    expect(stdout).toBe(COMPLETION_SCRIPTS[shell]);
    const checked = spawnSync(shell, ["-n"], { input: stdout, encoding: "utf8" });
    if (checked.error === undefined) expect(checked).toMatchObject({ status: 0, stderr: "" });
  });

  it("refuses a shell that it does not know", async () => {
    expect(await runStrata(["completion", "tcsh"])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("one of bash, zsh, fish"),
    });
  });

  it.skipIf(process.platform === "win32")("completes a command line of bash", () => {
    const bin = join(root, "strata");
    writeFileSync(bin, `#!/bin/sh\nexec "${process.execPath}" "${builtFile("strata.js").pathname}" "$@"\n`);
    chmodSync(bin, 0o755);
    const lines = [
      COMPLETION_SCRIPTS.bash,
      `try() { COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _strata; echo "\${COMPREPLY[*]}"; }`,
      "try strata lab",
      "try strata log no",
      "try strata export photos --overwrite ne",
    ];
    const env = { ...process.env, PATH: `${root}${delimiter}${process.env.PATH}`, STRATA_STORE: store };
    const shown = execFileSync("bash", ["--norc"], { input: lines.join("\n"), env, encoding: "utf8" });
    expect(shown).toBe("labels label\nnotes\nnever newer\n");
  });
});
