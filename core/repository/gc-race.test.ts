import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { builtFile } from "../built.ts";
import { SEED, survived } from "../testing/campaign.ts";
import { strataJson } from "../testing/command.ts";
import { temporaryFolder, writeTree } from "../testing/folders.ts";
import { open } from "../testing/repositories.ts";
import { seededBytes } from "../testing/trees.ts";

/** How many imports, pushes and looks each of the others makes. */
const ROUNDS = Number(process.env.STRATA_RACES ?? 4);

/**
 * What the others do, by the first argument. Files come back again and again, so that imports find objects that are just about to
 * be collected.
 */
const WORKER = `
import { createHash } from "node:crypto";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
const [, , index, store, work, folder, rounds, seed] = process.argv;
const { Repository } = await import(index);
const repository = await Repository.open(store, { surface: "run" });
const bytes = (seed, length) => {
  const parts = [];
  for (let at = 0; at < length; at += 64) parts.push(createHash("sha512").update(seed + ":" + at).digest());
  return Buffer.concat(parts).subarray(0, length);
};
let state = Number(seed);
const next = (below) => (state = (state * 1103515245 + 12345) % 2147483648) % below;
const jobs = {
  async import(round) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    for (let n = 0; n < 6; n++) writeFileSync(join(folder, "f" + n), bytes(next(9), 1000 + 90_000 * next(4)));
    await repository.run("import", { paths: [folder], label: work, replace: true });
  },
  async push(round) {
    const { id } = await repository.run("openMount", { base: repository.resolve("main").id, label: "main", name: work });
    for (let n = 0; n < 3; n++)
      await repository.run("changeMount", { id, change: { do: "write", path: "p" + next(6), bytes: bytes(next(9), 1000 + 90_000 * next(4)) } });
    await repository.run("pushMount", { id, message: "", force: true, override: false });
    await repository.run("discardMount", id);
  },
  async read(round) {
    for (const { name, head } of await repository.labels()) {
      for await (const [, entry] of repository.entries(head, ""))
        for await (const part of repository.content(entry)) part.length;
    }
  },
};
for (let round = 0; round < Number(rounds); round++) await jobs[work.replace(/-.*/, "")](round);
await repository.close();
`;

describe.skipIf(process.env.STRATA_TEST_PASS === "electron")("collections beside others", () => {
  it(`never take what somebody needs, while others import, push and read (${ROUNDS} rounds, seed ${SEED})`, async () => {
    const root = temporaryFolder();
    const [store, script] = [join(root, "store"), join(root, "worker.mjs")];
    writeTree(join(root, "live"), { readme: "read me", large: seededBytes(1, 200_000) });
    writeFileSync(script, WORKER);
    await strataJson(["import", join(root, "live"), "--label", "main", "--store", store]);
    const begin = performance.now();
    let running = 4;
    const worker = async (work: string, at: number) => {
      const args = [
        script,
        builtFile("index.js").href,
        store,
        work,
        join(root, work),
        String(ROUNDS),
        String(SEED + at),
      ];
      const child = spawn(process.execPath, args, { stdio: ["ignore", "inherit", "inherit"] });
      const [code] = await once(child, "exit");
      running--;
      return [work, code];
    };
    const others = ["import-one", "import-two", "push-one", "read-one"].map(worker);
    const repository = await open(store);
    let freed = 0;
    while (running > 0) {
      const collected = await repository.collect({ keepLast: 1, deletedToo: true }).catch((error) => error);
      // It may give way to imports that follow each other.
      if (collected instanceof Error) expect(collected).toMatchObject({ code: "StoreBusy" });
      else freed += collected.deletedObjects;
    }
    expect((await Promise.all(others)).filter(([, code]) => code !== 0)).toEqual([]);
    const last = await repository.collect({ keepLast: 1, deletedToo: true });
    expect(freed + last.deletedObjects).toBeGreaterThan(0);
    expect((await repository.run("verify", "full")).problems).toEqual([]);
    survived("races", "collections beside imports, pushes and readers", performance.now() - begin);
  }, 7_200_000);
});
