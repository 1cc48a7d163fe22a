import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, expect, it } from "vitest";
import { importViolations } from "./imports.mjs";

const made = [];
afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true });
});

/** Makes a checkout of these files, each the list of what it imports, and gives its violations. */
function violationsOf(files) {
  const folder = mkdtempSync(join(tmpdir(), "strata-imports-"));
  made.push(folder);
  writeFileSync(join(folder, "package.json"), '{ "dependencies": {} }');
  for (const [path, imports] of Object.entries(files)) {
    mkdirSync(join(folder, dirname(path)), { recursive: true });
    writeFileSync(join(folder, path), imports.map((each) => `${each};\n`).join(""));
  }
  return importViolations(folder);
}

it("accepts folders that import one way, and tests that import back", () => {
  expect(
    violationsOf({
      "core/cli/run.ts": ['import { cat } from "./commands/cat.ts"'],
      "core/cli/commands/cat.ts": ['import { size } from "../render/size.ts"'],
      "core/cli/commands/cat.test.ts": ['import { run } from "../run.ts"'],
      "core/cli/render/size.ts": [],
    }),
  ).toEqual([]);
});

it("refuses a folder and its subfolder that import each other, though no files do, and though it is only types", () => {
  const [message, ...others] = violationsOf({
    "core/cli/run.ts": ['import { cat } from "./commands/cat.ts"'],
    "core/cli/commands/cat.ts": ['import type { Command } from "../command.ts"'],
    "core/cli/command.ts": [],
  });
  expect(others).toEqual([]);
  expect(message.split("\n").map((line) => line.trim())).toEqual([
    "folders in a cycle: core/cli -> core/cli/commands -> core/cli",
    "core/cli/run.ts:1 imports core/cli/commands/cat.ts",
    "core/cli/commands/cat.ts:1 imports core/cli/command.ts",
    "Move what both need into a file or folder that both may import.",
  ]);
});

it("refuses a ring of folders, anywhere", () => {
  const ring = {
    "renderer/features/files/a/a.ts": ['import { b } from "../b/b.ts"'],
    "renderer/features/files/b/b.ts": ['import { c } from "../c/c.ts"'],
    "renderer/features/files/c/c.ts": ['import { d } from "../a/d.ts"'],
    "renderer/features/files/a/d.ts": [],
  };
  expect(violationsOf(ring)).toEqual([expect.stringContaining("folders in a cycle: ")]);
});
