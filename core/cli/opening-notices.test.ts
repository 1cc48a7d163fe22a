import { readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { runStrata, runStrataJson } from "../testing/cli.ts";
import { temporaryFolder, writeTree } from "../testing/folders.ts";
import { seededBytes } from "../testing/trees.ts";

it("warns on stderr of packs that are gone, once, and of those that cannot be read in, each time", async () => {
  const root = temporaryFolder();
  const [folder, store] = [join(root, "folder"), join(root, "store")];
  writeTree(folder, { "big.bin": seededBytes(1, 2_000_000) });
  await runStrataJson(["import", folder, "--label", "main", "--store", store]);
  const [name = ""] = readdirSync(join(store, "packs")).filter((pack) => pack.startsWith("content"));
  rmSync(join(store, "packs", name));
  writeFileSync(join(store, "packs", "bad.pack"), "not a pack");

  const verify = "run `strata verify` to see what that touches.";
  const gone = `strata: warning: The pack ${name} is gone from the store; ${verify}\n`;
  const bad = `strata: warning: The pack bad.pack cannot be read in, because it is too short; ${verify}\n`;
  const first = await runStrata(["labels", "--json", "--store", store]);
  expect(first).toMatchObject({ code: 0, stderr: gone + bad });
  expect(JSON.parse(first.stdout)).toMatchObject({ labels: [{ name: "main" }] });
  const { problems } = await runStrataJson<{ problems: string[] }>(["status", "--store", store]);
  expect(problems).toEqual(["The pack bad.pack cannot be read in, because it is too short."]);
  const second = await runStrata(["labels", "--store", store]);
  expect(second).toMatchObject({ code: 0, stderr: bad });
  expect((await runStrata(["verify", "--store", store])).code).toBe(1);
});
