import { cpSync, existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { followMoves } from "../store/arriving.ts";
import { killsOf, SEED, survived } from "../testing/campaign.ts";
import { runStrata, runStrataJson } from "../testing/cli.ts";
import { startStrata } from "../testing/command.ts";
import { temporaryFolder, writeTree } from "../testing/folders.ts";
import { seededBytes } from "../testing/trees.ts";

const KILLS = killsOf(6);

interface Logged {
  log: { to: string }[];
}

describe.skipIf(process.env.STRATA_TEST_PASS === "electron")("a move that is killed", () => {
  it(`at any of ${KILLS} moments (seed ${SEED}) leaves the store in one place, and can be made again`, async () => {
    const root = temporaryFolder();
    const [folder, before] = [join(root, "folder"), join(root, "before")];
    for (let move = 0; move < 4; move++) {
      for (let no = 0; no < 20; no++)
        writeTree(folder, { [`d${no % 7}/f${no}`]: seededBytes(move * 20 + no, 150_000) });
      await runStrataJson(["import", folder, "--label", "main", "--replace", "--store", before]);
    }
    const logOf = async (store: string) =>
      (await runStrataJson<Logged>(["log", "main", "--store", store])).log.map(({ to }) => to);
    const log = await logOf(before);
    const moving = (from: string, to: string) =>
      startStrata(["store", "move", to, "--delete-old", "--store", from, "--json"]);
    const whole = join(root, "whole");
    cpSync(before, whole, { recursive: true });
    const begin = performance.now();
    expect((await moving(whole, join(root, "moved")).result).code).toBe(0);
    const usual = performance.now() - begin;

    const moments = seededBytes(SEED, KILLS * 4);
    for (let killed = 0; killed < KILLS; killed++) {
      const [from, to] = [join(root, `from-${killed}`), join(root, `to-${killed}`)];
      cpSync(before, from, { recursive: true });
      const { process: child, result } = moving(from, to);
      const share = new DataView(moments.buffer, moments.byteOffset).getUint32(killed * 4) / 2 ** 32;
      const timer = setTimeout(() => child.kill("SIGKILL"), share * usual);
      await result;
      clearTimeout(timer);
      const where = `kill ${killed}, seed ${SEED}`;
      const at = followMoves(from);
      expect([from, to], where).toContain(at);
      expect(await logOf(at), where).toEqual(log);
      expect(await runStrataJson(["verify", "--store", at]), where).toMatchObject({ ok: true });
      // The other place is no store.
      const other = at === from ? to : from;
      expect((await runStrata(["labels", "--store", other])).code, where).toBe(1);
      if (at === from) expect((await moving(from, to).result).code, where).toBe(0);
      else await runStrataJson(["store", "delete-old", "--store", to]);
      expect(await logOf(to), where).toEqual(log);
      expect(await runStrataJson(["verify", "--store", to]), where).toMatchObject({ ok: true });
      expect(existsSync(join(from, "packs")), where).toBe(false);
      expect((await runStrata(["labels", "--store", from])).stderr, where).toContain(`has moved to ${to}`);
      survived("kills", "moves of the store");
    }
  }, 3_600_000);
});
