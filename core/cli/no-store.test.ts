import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { runHere } from "../testing/command-here.ts";
import { temporaryFolder, writeTree } from "../testing/folders.ts";

const cwd = temporaryFolder();
writeTree(cwd, { "live/f": "1", "other/f": "1" });
const ID = "ab".repeat(32);

const strata = (...argv: string[]) => runHere(argv, { cwd, env: { STRATA_STORE: "store" } });

it.each([
  ["labels"],
  ["fs", "ls"],
  ["status"],
  ["verify"],
  ["recover"],
  ["log", "x"],
  ["cat", "x:f"],
  ["cat", "x:f", "--json"],
  ["tree", "x"],
  ["find", "x", "f"],
  ["diff", "x", "y"],
  ["export", "x", "--to", "out"],
  ["preflight", "live"],
  ["undo", "x"],
  ["reset", "x", "x@{1}"],
  ["label", "create", "x", ID],
  ["label", "delete", "x"],
  ["fs", "push", ID, "--label", "x"],
  ["fs", "merge", "x", "y"],
  ["mount", "list"],
  ["mount", "open", "x"],
  ["mount", "write", "m", "f", "--from", "live/f"],
])("makes no store: %j", async (...argv) => {
  const { code, all } = await strata(...argv);
  expect(all).toContain(`There is no store at ${join(cwd, "store")}.`);
  expect(all).toContain("strata init");
  expect(code).toBe(1);
  expect(existsSync(join(cwd, "store"))).toBe(false);
});

it.each([["import", "live", "--label", "x"], ["capture", "live"], ["init"]])(
  "makes a store of its own: %j",
  async (...argv) => {
    const own = temporaryFolder();
    expect(await strata(...argv, "--store", join(own, "store"))).toMatchObject({ code: 0 });
    expect(existsSync(join(own, "store/store.json"))).toBe(true);
    expect(await strata("labels", "--store", join(own, "store"))).toMatchObject({ code: 0 });
  },
);
