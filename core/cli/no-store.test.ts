import { existsSync } from "node:fs";
import { join } from "node:path";
import { Writable } from "node:stream";
import { expect, it } from "vitest";
import { temporaryFolder, writeTree } from "../testing/folders.ts";
import { run } from "./run.ts";

const cwd = temporaryFolder();
writeTree(cwd, { "live/f": "1", "other/f": "1" });
const ID = "ab".repeat(32);

/** Runs a command line in this process, with the store `store` of the test's folder. */
async function strata(...argv: string[]): Promise<{ code: number; text: string }> {
  let text = "";
  const sink = () =>
    new Writable({
      write(piece, _, done) {
        text += String(piece);
        done();
      },
    });
  const stdin = () => process.stdin;
  const env = { STRATA_STORE: "store" };
  return { code: await run({ argv, cwd, env, stdin, stdout: sink(), stderr: sink() }), text };
}

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
  const { code, text } = await strata(...argv);
  expect(text).toContain(`There is no store at ${join(cwd, "store")}.`);
  expect(text).toContain("strata init");
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
