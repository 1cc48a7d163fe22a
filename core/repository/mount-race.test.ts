import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { CommandOutput } from "../api/registry/invoke.ts";
import { builtFile } from "../built.ts";
import { survived } from "../testing/campaign.ts";
import { startStrata, strataJson } from "../testing/command.ts";
import { temporaryFolder, writeTree } from "../testing/folders.ts";
import { closeAll, open } from "../testing/repositories.ts";

const ROUNDS = Number(process.env.STRATA_RACES ?? 2);

/** Pushes a file for each round from a mount of its own, and rebases as often as it is rejected. */
const WORKER = `
const [, , index, store, name, rounds] = process.argv;
const { Repository } = await import(index);
const repository = await Repository.open(store, { surface: "run" });
await work(repository, repository.resolve("main").id, name, Number(rounds));
await repository.close();
`;

/** The program of the worker. */
const WORK = `
async function work(repository, base, name, rounds) {
  const { id } = await repository.run("openMount", { base, label: "main", name });
  let rejected = 0;
  for (let round = 0; round < rounds; round++) {
    await repository.run("changeMount", { id, change: { do: "write", path: name + "-" + round, bytes: Buffer.from(name) } });
    for (;;) {
      const push = await repository.run("pushMount", { id, message: name + " " + round, force: false, override: false });
      if (push.status === "advanced") break;
      if (push.status !== "rejected") throw new Error(push.status);
      rejected++;
      const rebase = await repository.run("rebaseMount", { id, prefer: "none" });
      if (rebase.status === "conflict") throw new Error("in conflict");
    }
  }
  return rejected;
}`;

describe.skipIf(process.env.STRATA_TEST_PASS === "electron")(
  "mounts of one label in several processes",
  () => {
    it(`are pushed one at a time; who is rejected rebases, and nothing is lost (${ROUNDS} rounds)`, async () => {
      const root = temporaryFolder();
      const [store, script] = [join(root, "store"), join(root, "worker.mjs")];
      writeTree(join(root, "live"), { readme: "read me" });
      writeFileSync(script, WORK + WORKER);
      await strataJson(["import", join(root, "live"), "--label", "main", "--store", store]);

      const begin = performance.now();
      const worker = async (name: string) => {
        const args = [script, builtFile("index.js").href, store, name, String(ROUNDS)];
        const child = spawn(process.execPath, args, { stdio: ["ignore", "inherit", "inherit"] });
        expect((await once(child, "exit"))[0]).toBe(0);
      };
      const commandLine = async () => {
        const strata = async (...args: string[]) => {
          const { code, stdout } = await startStrata(["mount", ...args, "--json", "--store", store]).result;
          return { code, document: JSON.parse(stdout) as { status?: string } };
        };
        await strata("open", "main", "--name", "typed");
        for (let round = 0; round < ROUNDS; round++) {
          await strata("write", "typed", `typed-${round}`, "--text", "typed");
          for (;;) {
            const { code, document } = await strata("push", "typed", "-m", `typed ${round}`);
            if (document.status === "advanced") break;
            expect([code, document.status]).toEqual([3, "rejected"]);
            expect(await strata("rebase", "typed")).toMatchObject({ code: 0 });
          }
        }
      };
      await Promise.all([worker("one"), worker("two"), commandLine()]);

      const repository = await open(store);
      const names: string[] = [];
      for await (const [path] of repository.entries(repository.resolve("main").id, "")) names.push(path);
      const expected = ["one", "two", "typed"].flatMap((name) =>
        Array.from({ length: ROUNDS }, (_, round) => `${name}-${round}`),
      );
      expect(names.sort()).toEqual(["readme", ...expected].sort());
      await closeAll();
      const { log } = await strataJson<CommandOutput<"log">>(["log", "main", "--store", store]);
      expect(log.map(({ from }) => from)).toEqual([null, ...log.slice(0, -1).map(({ to }) => to)]);
      expect(log.map(({ message }) => message).sort()).toEqual(
        ["", ...expected.map((name) => name.replace("-", " "))].sort(),
      );
      expect(await strataJson(["verify", "--store", store])).toMatchObject({ ok: true, problems: [] });
      survived("races", "pushes of working copies to one label", performance.now() - begin);
    }, 7_200_000);
  },
);
