import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { beforeAll, expect, it } from "vitest";
import { runStrata, runStrataJson } from "../testing/cli.ts";
import { temporaryFolder, writeTree } from "../testing/folders.ts";

const MIB = 1024 * 1024;
const root = temporaryFolder();
const strata = (...args: string[]) => runStrata([...args, "--store", join(root, "store")]);
const said = async (...args: string[]) => {
  const { code, stdout, stderr } = await strata(...args);
  expect([code, stderr]).toEqual([0, ""]);
  return stdout;
};
/** Sizes differ by a few bytes of headers. */
const lines = async (...args: string[]) => (await said(...args)).trimEnd().split("\n");

beforeAll(async () => {
  for (const name of ["one", "two", "three"]) {
    writeTree(join(root, "live"), { [name]: randomBytes(2 * MIB) });
    await said("import", join(root, "live"), "--label", "work");
  }
});

it("says label by label what only it needs, and what gc would free", async () => {
  const shown = await lines("space");
  expect(shown[0]).toMatch(/^ +only here +shared +moves +files$/);
  expect(shown[1]).toMatch(/^work +6\.\d MiB +0 B +3 +6\.0 MiB$/);
  expect(shown[2]).toMatch(/^In use: \d+\.\d MiB, of which several need 0 B$/);
  expect(shown[3]).toMatch(
    /^Stored at 100\.\d % of its size; 12\.0 MiB of snapshots are 6\.\d MiB of different contents$/,
  );
  expect(shown[4]).toBe("`strata gc` would free nothing now");
});

it("names the moves of a label that hold the most, and its folders", async () => {
  await said("retention", "set", "work", "--keep", "last=1");
  writeTree(join(root, "live"), { one: "short" });
  await said("import", join(root, "live"), "--label", "work", "--replace");
  const shown = (await lines("space", "work")).join("\n");
  expect(shown).toMatch(/^ +only here +in all +files\n(three|two) +2\.0 MiB +2\.0 MiB +1 file\n/m);
  expect(shown).toMatch(/^`strata gc` would free 2\.\d MiB$/m);
  const answer = await runStrataJson(["space", "work", "--store", join(root, "store")]);
  expect(answer).toMatchObject({ total: 1, labels: [{ label: "work", moves: 4 }] });
});

it("refuses a label that there is not", async () => {
  expect(await strata("space", "nope")).toMatchObject({ code: 1, stderr: expect.stringContaining("nope") });
});
