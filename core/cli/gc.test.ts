import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { runStrata, runStrataJson } from "../testing/cli.ts";
import { temporaryFolder, writeTree } from "../testing/folders.ts";
import { seededBytes } from "../testing/trees.ts";

interface Collected {
  dry_run: boolean;
  pruned_entries: number;
  freed_bytes: number;
  labels: { label: string; kept: number; deleted: number[]; thinned: number[] }[];
}

let root: string;
let store: string;
const strata = (...args: string[]) => runStrata([...args, "--store", store]);
const json = <T>(...args: string[]) => runStrataJson<T>([...args, "--store", store]);
const moves = async (label: string) => (await json<{ log: unknown[] }>("log", label)).log.length;

async function threeMoves(label: string, seeds: readonly number[]): Promise<void> {
  for (const seed of seeds) {
    writeTree(join(root, label), { "a.bin": seededBytes(seed, 1_200_000) });
    await json("import", join(root, label), "--label", label);
  }
}

beforeAll(async () => {
  root = temporaryFolder();
  store = join(root, "store");
  await threeMoves("work", [1, 2, 3]);
  await threeMoves("notes", [4, 5, 6]);
});

describe("strata gc", () => {
  it("tells what would go and changes nothing with --dry-run", async () => {
    const plan = await json<Collected>("gc", "--dry-run", "--keep-last", "1", "--label", "work");
    expect(plan).toMatchObject({ dry_run: true, pruned_entries: 2 });
    expect(plan.labels).toEqual([{ label: "work", kept: 1, deleted: [1, 2], thinned: [] }]);
    const { code, stdout } = await strata("gc", "--dry-run", "--keep-last", "1");
    expect([code, stdout]).toEqual([
      0,
      expect.stringMatching(/work: 2 moves of 3\n.*Would free about .* MiB: 4 moves/s),
    ]);
    expect(await moves("work")).toBe(3);
  });

  it.each([
    [["--keep-last", "0"], "BadInput"],
    [["--keep-last", "-3"], "BadInput"],
    [["--keep-last", "1000000000000000000"], "BadInput"],
    [["--keep-last", "few"], "BadInput"],
    [["--keep-last", "1", "--label", "nobody"], "UnknownLabel"],
    [["--label", "work"], "BadInput"],
  ])("refuses %j", async (args, code) => {
    const result = await strata("gc", "--json", ...args);
    expect(result.code).not.toBe(0);
    expect(JSON.parse(result.stdout)).toMatchObject({ error: { code } });
    expect(await moves("work")).toBe(3);
  });

  it("takes nothing that a retention keeps, and then what --keep-last does not", async () => {
    expect((await strata("gc")).stdout).toBe("Everything in the store is needed\n");
    const done = await json<Collected>("gc", "--keep-last", "1", "--label", "work");
    expect(done).toMatchObject({ dry_run: false, pruned_entries: 2 });
    expect(done.freed_bytes).toBeGreaterThan(0);
    expect(await moves("work")).toBe(1);
    expect(await moves("notes")).toBe(3);
    expect((await strata("verify")).code).toBe(0);
  });

  it("does what a label's retention says, and spares moves that are kept for good", async () => {
    await strata("keep", "notes@{2}");
    await strata("retention", "set", "notes", "--keep", "last=1");
    expect(await json<Collected>("gc")).toMatchObject({ pruned_entries: 1 });
    expect((await strata("cat", "notes@{1}:a.bin")).code).not.toBe(0);
    expect((await strata("verify")).code).toBe(0);
  });

  it("takes labels that were deleted lately only if told to", async () => {
    await strata("label", "delete", "work");
    expect(await json<Collected>("gc")).toMatchObject({ pruned_entries: 0 });
    expect(await json<Collected>("gc", "--deleted-labels")).toMatchObject({ pruned_entries: 2 });
    expect((await strata("log", "work")).code).not.toBe(0);
    expect((await strata("verify")).code).toBe(0);
  });

  it("says where there is no store", async () => {
    const result = await runStrata(["gc", "--store", join(root, "none")]);
    expect([result.code, result.stderr]).toEqual([1, expect.stringContaining("There is no store")]);
  });
});
