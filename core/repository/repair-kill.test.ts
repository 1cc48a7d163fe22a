import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { killsOf, SEED, survived } from "../testing/campaign.ts";
import { runStrata, runStrataJson } from "../testing/cli.ts";
import { startStrata } from "../testing/command.ts";
import { temporaryFolder, writeTree } from "../testing/folders.ts";
import { packsOf } from "../testing/repositories.ts";
import { seededBytes } from "../testing/trees.ts";

const KILLS = killsOf(4);

interface Verified {
  ok: boolean;
  problems: { code: string; paths?: string[] }[];
}

describe.skipIf(process.env.STRATA_TEST_PASS === "electron")("a repair that is killed", () => {
  it(`at any of ${KILLS} moments (seed ${SEED}) loses nothing that was readable, and can be made again`, async () => {
    const root = temporaryFolder();
    const [folder, damaged] = [join(root, "folder"), join(root, "damaged")];
    for (let no = 0; no < 60; no++) writeTree(folder, { [`d${no % 7}/f${no}`]: seededBytes(no, 50_000) });
    await runStrataJson(["import", folder, "--label", "main", "--store", damaged]);
    const content = packsOf(damaged).find((name) => name.startsWith("content")) ?? "";
    const bytes = readFileSync(join(damaged, "packs", content));
    for (const at of [1000, 900_000, bytes.length - 60]) bytes[at] = (bytes[at] ?? 0) ^ 1;
    writeFileSync(join(damaged, "packs", content), bytes);

    const verified = async (store: string) =>
      JSON.parse((await runStrata(["verify", "--store", store, "--json"])).stdout) as Verified;
    const lost = ({ problems }: Verified) => problems.flatMap(({ paths = [] }) => paths).sort();
    const before = lost(await verified(damaged));
    expect(before.length).toBeGreaterThan(0);

    const repairing = (store: string) => startStrata(["repair", "--apply", "--store", store, "--json"]);
    const whole = join(root, "whole");
    cpSync(damaged, whole, { recursive: true });
    const begin = performance.now();
    await repairing(whole).result;
    const usual = performance.now() - begin;
    expect(lost(await verified(whole))).toEqual(before);

    for (let [round, killed] = [0, 0]; killed < KILLS; round++) {
      const store = join(root, "store");
      rmSync(store, { recursive: true, force: true });
      cpSync(damaged, store, { recursive: true });
      const { process: child, result } = repairing(store);
      const moment = new DataView(seededBytes(SEED + round, 4).buffer).getUint32(0) / 2 ** 32;
      const timer = setTimeout(() => child.kill("SIGKILL"), moment * usual);
      const { code } = await result;
      clearTimeout(timer);
      const where = `round ${round}, seed ${SEED}`;
      expect(lost(await verified(store)), where).toEqual(before);
      await runStrata(["repair", "--apply", "--store", store]);
      expect(lost(await verified(store)), where).toEqual(before);
      expect(existsSync(join(store, "set-aside", content)), where).toBe(true);
      await runStrataJson(["import", folder, "--label", "main", "--store", store]);
      expect(await verified(store), where).toMatchObject({ ok: true });
      if (code !== null) continue;
      killed++;
      survived("kills", "repairs");
    }
  }, 3_600_000);
});
