import { fork } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { builtFile } from "../built.ts";
import { strataJson } from "../testing/command.ts";
import { temporaryFolder, writeTree } from "../testing/folders.ts";

const PROCESSES = 8;
const PUSHES = 80;

/** The program of each process: it pushes with compare-and-set, and tries again whenever another was faster. */
const PUSHER = `
  const [, , index, store, name, pushes, ...ids] = process.argv;
  const { Repository } = await import(index);
  const repository = await Repository.open(store, { surface: "cli" });
  const won = [];
  let rejected = 0;
  for (let push = 0; push < Number(pushes); ) {
    const head = (await repository.label("main")).head;
    const to = ids[(ids.indexOf(head) + 1 + (push % (ids.length - 1))) % ids.length];
    const result = await repository.run("moveLabel", { move: { label: "main", op: "push", to, message: name + " " + push }, expected: head });
    if (result.status === "moved") {
      won.push(result.entry.seq);
      push++;
    } else rejected++;
  }
  await repository.close();
  process.send({ won, rejected });
`;

describe.skipIf(process.env.STRATA_TEST_PASS === "electron")("many processes on one label", () => {
  it(`push ${PUSHES} times each from ${PROCESSES} processes: nothing is lost, and the reflog is one unbroken chain`, async () => {
    const root = temporaryFolder();
    const store = join(root, "store");
    const ids: string[] = [];
    for (let i = 0; i < 4; i++) {
      writeTree(join(root, "folder"), { file: `state ${i}` });
      const imported = await strataJson<{ ca_id: string }>([
        "import",
        join(root, "folder"),
        "--label",
        "main",
        "--store",
        store,
      ]);
      ids.push(imported.ca_id);
    }
    const script = join(root, "pusher.mjs");
    writeFileSync(script, PUSHER);
    const pushers = Array.from({ length: PROCESSES }, (_, i) => {
      const child = fork(script, [builtFile("index.js").href, store, `p${i}`, String(PUSHES), ...ids]);
      return new Promise<{ won: number[]; rejected: number }>((resolve, reject) => {
        child.on("message", (message) => resolve(message as { won: number[]; rejected: number }));
        child.on("exit", (code) => reject(new Error(`p${i} ended with ${code}`)));
      });
    });
    const results = await Promise.all(pushers);

    const { log } = await strataJson<{
      log: { seq: number; from: string | null; to: string; message: string }[];
    }>(["log", "main", "--store", store]);
    expect(log).toHaveLength(ids.length + PROCESSES * PUSHES);
    expect(log.map(({ from }) => from)).toEqual([null, ...log.slice(0, -1).map(({ to }) => to)]);
    for (const [i, { won }] of results.entries()) {
      const own = log.filter(({ message }) => message.startsWith(`p${i} `));
      expect(own.map(({ seq }) => seq)).toEqual(won);
      expect(own.map(({ message }) => message)).toEqual(
        Array.from({ length: PUSHES }, (_, push) => `p${i} ${push}`),
      );
    }
    expect(await strataJson(["verify", "--store", store])).toMatchObject({ ok: true });
  }, 600_000);
});
