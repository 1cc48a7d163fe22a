import { readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { runStrata, runStrataJson } from "../testing/cli.ts";
import { temporaryFolder, writeTree } from "../testing/folders.ts";
import { flipBit } from "../testing/sample-store.ts";
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

it("what the scrub found is told with every command", async () => {
  const root = temporaryFolder();
  const [folder, store] = [join(root, "folder"), join(root, "store")];
  writeTree(folder, { "big.bin": seededBytes(1, 2_000_000) });
  await runStrataJson(["import", folder, "--label", "main", "--store", store]);
  const [pack = ""] = readdirSync(join(store, "packs")).filter((name) => name.startsWith("content"));
  flipBit(join(store, "packs", pack), 100);
  const scrubbed = await runStrata(["scrub", "--now", "--store", store]);
  expect(scrubbed).toMatchObject({ code: 1, stdout: expect.stringContaining(`  ${pack}: `) });
  const listed = await runStrata(["labels", "--store", store]);
  expect(listed.stderr).toContain(`The scrub found the pack ${pack} damaged with 1 damaged object`);
  const state = await runStrataJson<{ problems: string[]; scrub: unknown }>(["status", "--store", store]);
  expect(state).toMatchObject({
    problems: [expect.stringContaining(pack)],
    scrub: { on: true, last: expect.any(Number) },
  });
  expect(await runStrataJson(["scrub", "--off", "--store", store]).catch(String)).toContain('"on":false');
});
