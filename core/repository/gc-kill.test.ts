import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { describe, expect, it } from "vitest";
import { builtFile } from "../built.ts";
import { killsOf, SEED, survived } from "../testing/campaign.ts";
import { runStrataJson } from "../testing/cli.ts";
import { temporaryFolder, writeTree } from "../testing/folders.ts";
import { open } from "../testing/repositories.ts";
import { seededBytes } from "../testing/trees.ts";

const KILLS = killsOf(3);

/** Collects, and says which phase begins. */
const WORKER = `
const [, , index, store] = process.argv;
const { Repository } = await import(index);
const repository = await Repository.open(store, { surface: "cli" });
let last;
const onProgress = ({ phase }) => {
  if (phase !== last) process.stdout.write(phase + "\\n");
  last = phase;
};
await repository.collect({ keepLast: 2 }, { onProgress });
process.stdout.write("end\\n");
await repository.close();`;

interface Logged {
  log: { to: string }[];
}
/** A phase of a collection, and how long it takes in ms. */
type Phase = readonly [name: string, ms: number];

describe.skipIf(process.env.STRATA_TEST_PASS === "electron")("a collection that is killed", () => {
  it(`at any of ${KILLS} moments (seed ${SEED}) leaves a sound store, and the next one finishes`, async () => {
    let state = SEED;
    const next = (below: number) => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
      return (state >>> 8) % below;
    };
    const root = temporaryFolder();
    const [folder, store, script] = [join(root, "folder"), join(root, "store"), join(root, "worker.mjs")];
    writeFileSync(script, WORKER);
    const strata = <T>(...args: string[]) => runStrataJson<T>([...args, "--store", store]);
    const change = async (round: number) => {
      for (let n = 0; n < 12; n++)
        writeTree(folder, { [`f${next(30)}`]: seededBytes(next(60), 600 + next(4) * 200_000) });
      writeTree(folder, { round: String(round) });
      await strata("import", folder, "--label", `l${round % 3}`, "--replace");
    };
    /** Collects in a process of its own; `onPhase` may kill it. Returns the last phase that began. */
    const collect = async (onPhase: (phase: string, kill: () => void) => void) => {
      const child = spawn(process.execPath, [script, builtFile("index.js").href, store], {
        stdio: ["ignore", "pipe", "inherit"],
      });
      let last = "";
      for await (const phase of createInterface({ input: child.stdout })) {
        last = phase;
        onPhase(phase, () => child.kill("SIGKILL"));
      }
      if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
      return { last, wasKilled: child.signalCode === "SIGKILL" };
    };

    for (let round = 0; round < 9; round++) await change(round);
    const begun: [phase: string, at: number][] = [];
    await collect((phase) => begun.push([phase, performance.now()]));
    const phases: Phase[] = begun
      .slice(0, -1)
      .map(([phase, at], no) => [phase, (begun[no + 1]?.[1] ?? at) - at]);
    const rewriting = phases.filter(([phase]) => phase === "rewriting");
    expect(rewriting).not.toEqual([]);

    for (let [round, killed] = [9, 0]; killed < KILLS; round++) {
      await change(round);
      await change(round + 1);
      const among = round % 2 === 0 ? rewriting : phases;
      const [target, ms] = among[next(among.length)] ?? ["marking", 1];
      const delay = (ms * next(1000)) / 1000;
      let isSet = false;
      const { last, wasKilled } = await collect((phase, kill) => {
        if (isSet || phase !== target) return;
        isSet = true;
        setTimeout(kill, delay);
      });
      const heads = async () =>
        Promise.all([0, 1, 2].map(async (n) => (await strata<Logged>("log", `l${n}`)).log.at(-1)?.to));
      const where = `round ${round}, seed ${SEED}, killed while ${last}`;
      const before = await heads();
      expect(await strata("verify"), where).toMatchObject({ ok: true });
      await strata("gc", "--keep-last", "2");
      expect(await heads(), where).toEqual(before);
      expect(await strata("verify"), where).toMatchObject({ ok: true });
      for (const n of [0, 1, 2])
        expect((await strata<Logged>("log", `l${n}`)).log.length, where).toBeLessThanOrEqual(2);
      if (!wasKilled) continue;
      killed++;
      survived("kills", last === "rewriting" ? "collections, while packs are rewritten" : "collections");
    }

    const repository = await open(store);
    const plan = await repository.run("planCollection", { keepLast: 2 });
    expect(plan).toMatchObject({ labels: [], snapshots: 0, looseBytes: 0 });
    expect(plan.packs.filter(({ fate }) => fate !== "stays")).toEqual([]);
    const named = new Set(plan.packs.map(({ name }) => name));
    expect(
      readdirSync(join(store, "packs")).filter((name) => name.endsWith(".pack") && !named.has(name)),
    ).toEqual([]);
  }, 7_200_000);
});
