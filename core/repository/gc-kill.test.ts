import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { runStrataJson } from "../testing/cli.ts";
import { startStrata, strataJson } from "../testing/command.ts";
import { temporaryFolder, writeTree } from "../testing/folders.ts";
import { open } from "../testing/repositories.ts";
import { seededBytes } from "../testing/trees.ts";

/** How many processes to kill: `npm run kill -- 500` for a campaign. */
const KILLS = Math.ceil(Number(process.env.STRATA_KILLS ?? 9) / 3);
const SEED = Number(process.env.STRATA_SEED ?? Date.now() % 1_000_000);

interface Collected {
  freed_bytes: number;
}
interface Logged {
  log: { to: string }[];
}

describe.skipIf(process.env.STRATA_TEST_PASS === "electron")("a collection that is killed", () => {
  it(`at any of ${KILLS} moments (seed ${SEED}) leaves a sound store, and the next one finishes`, async () => {
    let state = SEED;
    const next = (below: number) => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
      return (state >>> 8) % below;
    };
    const root = temporaryFolder();
    const [folder, store] = [join(root, "folder"), join(root, "store")];
    const strata = <T>(...args: string[]) => runStrataJson<T>([...args, "--store", store]);
    const collecting = ["gc", "--keep-last", "2", "--json", "--store", store];
    const change = async (round: number) => {
      for (let n = 0; n < 12; n++)
        writeTree(folder, { [`f${next(30)}`]: seededBytes(next(60), 600 + next(4) * 300_000) });
      writeTree(folder, { round: String(round) });
      await strata("import", folder, "--label", `l${round % 3}`, "--replace");
    };
    for (let round = 0; round < 9; round++) await change(round);
    const begin = performance.now();
    // A process, since its time is that of those to kill.
    await strataJson<Collected>([...collecting.slice(0, 3), "--store", store]);
    const usual = performance.now() - begin;
    for (let round = 9; round < 9 + KILLS; round++) {
      await change(round);
      await change(round + 1);
      const { process: child, result } = startStrata(collecting);
      const timer = setTimeout(() => child.kill("SIGKILL"), next(Math.ceil(usual)));
      await result;
      clearTimeout(timer);
      const heads = async () =>
        Promise.all([0, 1, 2].map(async (n) => (await strata<Logged>("log", `l${n}`)).log.at(-1)?.to));
      const before = await heads();
      expect(await strata("verify")).toMatchObject({ ok: true });
      await strata<Collected>(...collecting.slice(0, 3));
      expect(await heads()).toEqual(before);
      expect(await strata("verify")).toMatchObject({ ok: true });
      for (const n of [0, 1, 2])
        expect((await strata<Logged>("log", `l${n}`)).log.length).toBeLessThanOrEqual(2);
    }
    const repository = await open(store);
    const plan = await repository.run("planCollection", { keepLast: 2 });
    expect(plan).toMatchObject({ labels: [], snapshots: 0, looseBytes: 0 });
    expect(plan.packs.filter(({ fate }) => fate !== "stays")).toEqual([]);
    const named = new Set(plan.packs.map(({ name }) => name));
    expect(
      readdirSync(join(store, "packs")).filter((name) => name.endsWith(".pack") && !named.has(name)),
    ).toEqual([]);
  }, 300_000);
});
