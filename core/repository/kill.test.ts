import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { killsOf, SEED, survived } from "../testing/campaign.ts";
import { runStrataJson } from "../testing/cli.ts";
import { startStrata, strataJson } from "../testing/command.ts";
import { temporaryFolder, writeTree } from "../testing/folders.ts";
import { seededBytes } from "../testing/trees.ts";

const KILLS = killsOf(6);

interface Imported {
  ca_id: string;
  moved: boolean;
}
interface Logged {
  log: { from: string | null; to: string | null }[];
}

/** Numbers from 0 to 1 that follow from the seed. */
function* random(seed: number): Generator<number, never> {
  for (let round = seed; ; round++) {
    const bytes = seededBytes(round, 400);
    for (let at = 0; at < bytes.length; at += 4) yield new DataView(bytes.buffer).getUint32(at) / 2 ** 32;
  }
}

describe.skipIf(process.env.STRATA_TEST_PASS === "electron")("an import that is killed", () => {
  it(`at any of ${KILLS} moments (seed ${SEED}) leaves a sound store with every acknowledged move, and can be run again`, async () => {
    const numbers = random(SEED);
    const next = (below: number) => Math.floor(numbers.next().value * below);
    const root = temporaryFolder();
    const [folder, store] = [join(root, "folder"), join(root, "store")];
    const importing = ["import", folder, "--label", "main", "--store", store];
    /** In order; one that found nothing to move acknowledges the head as it is once more. */
    const acknowledged: string[] = [];
    const acknowledge = ({ ca_id }: Imported) => {
      if (acknowledged.at(-1) !== ca_id) acknowledged.push(ca_id);
    };

    const change = (round: number) => {
      for (let i = 0; i <= next(20); i++)
        writeTree(folder, { [`d${next(9)}/f${next(40)}`]: seededBytes(next(1e6), next(3000)) });
      if (next(3) === 0)
        writeTree(folder, { [`big${next(3)}`]: seededBytes(next(1e6), 1_000_000 + next(6_000_000)) });
      if (next(5) === 0) rmSync(join(folder, `d${next(9)}`), { recursive: true, force: true });
      writeFileSync(join(folder, "round"), String(round));
    };

    change(0);
    const begin = performance.now();
    // A process, since its time is that of those to kill. The checks in between need none.
    acknowledge(await strataJson<Imported>(importing));
    const usual = performance.now() - begin;

    let killed = 0;
    for (let round = 1; killed < KILLS; round++) {
      change(round);
      const { process: child, result } = startStrata([...importing, "--json"]);
      const timer = setTimeout(() => child.kill("SIGKILL"), numbers.next().value * usual);
      const { code, stdout } = await result;
      clearTimeout(timer);
      if (code === null) killed++;
      else acknowledge(JSON.parse(stdout) as Imported);

      const { log } = await runStrataJson<Logged>(["log", "main", "--store", store]);
      const where = `round ${round}, seed ${SEED}`;
      expect(
        log.map(({ from }) => from),
        where,
      ).toEqual([null, ...log.slice(0, -1).map(({ to }) => to)]);
      let at = 0;
      for (const { to } of log) if (to === acknowledged[at]) at++;
      expect(acknowledged.slice(at), where).toEqual([]);

      expect(await runStrataJson(["verify", "--store", store]), where).toMatchObject({
        ok: true,
        problems: [],
      });
      acknowledge(await runStrataJson<Imported>(importing));
      if (code === null) survived("kills", "imports");
    }

    // The same folder in a store that nobody disturbed.
    const fresh = await runStrataJson<Imported>([
      "import",
      folder,
      "--label",
      "main",
      "--store",
      join(root, "fresh"),
    ]);
    expect(acknowledged.at(-1)).toBe(fresh.ca_id);
    expect((await runStrataJson<Imported>(importing)).moved).toBe(false);
  }, 3_600_000);
});
