import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { CommandOutput } from "../api/registry/invoke.ts";
import { survived } from "../testing/campaign.ts";
import { startStrata, strataJson } from "../testing/command.ts";
import { temporaryFolder, writeTree } from "../testing/folders.ts";

const ROUNDS = Number(process.env.STRATA_RACES ?? 1);
const PROCESSES = 4;

const root = temporaryFolder();
const store = join(root, "store");
/** The snapshots to push: one more than there are processes, so that no process finds its own as the head of a new round. */
const ids: string[] = [];

/** Runs a command as a process of its own, and gives its exit code and document. */
async function run(...args: string[]) {
  const { code, stdout } = await startStrata([...args, "--json", "--store", store]).result;
  return { code, document: JSON.parse(stdout) };
}

const logOf = (label: string) => strataJson<CommandOutput<"log">>(["fs", "log", label, "--store", store]);

/** Pushes until it wins, each time from the head that the last rejection told; gives how often it lost. */
async function pushUntilWon(id: string, head: string): Promise<number> {
  for (let lost = 0, expected = head; ; lost++) {
    const { code, document } = await run("fs", "push", id, "--label", "main", "--expected", expected);
    if (code === 0) {
      expect(document).toEqual({ status: "advanced", label: "main", ca_id: id });
      return lost;
    }
    expect({ code, document }).toEqual({
      code: 3,
      document: { status: "rejected", label: "main", current: expect.stringMatching(/^[0-9a-f]{64}$/) },
    });
    expect(document.current).not.toBe(expected);
    expected = document.current;
  }
}

beforeAll(async () => {
  for (let i = 0; i <= PROCESSES; i++) {
    writeTree(join(root, "live"), { file: `state ${i}` });
    ids.push((await run("import", join(root, "live"), "--label", "source")).document.ca_id);
  }
  await run("fs", "push", ids[0] ?? "", "--label", "main");
});

describe.skipIf(process.env.STRATA_TEST_PASS === "electron")("several processes on one label", () => {
  it(`push from one head: one wins, the others are told and get through in turn (${ROUNDS} rounds)`, async () => {
    const begin = performance.now();
    for (let round = 0; round < ROUNDS; round++) {
      const before = (await logOf("main")).log;
      const head = before.at(-1)?.to ?? expect.unreachable();
      const losses = await Promise.all(ids.filter((id) => id !== head).map((id) => pushUntilWon(id, head)));
      expect(losses.filter((lost) => lost === 0)).toHaveLength(1);
      const moves = (await logOf("main")).log.slice(before.length);
      expect(moves.map(({ from }) => from)).toEqual([head, ...moves.slice(0, -1).map(({ to }) => to)]);
      expect(moves.map(({ to }) => to).sort()).toEqual(ids.filter((id) => id !== head).sort());
    }
    survived("races", "pushes from one head", performance.now() - begin);
  }, 7_200_000);

  it("U12: undo at once: each undoes a move of its own, or is told that the label moved", async () => {
    const before = (await logOf("main")).log;
    const results = await Promise.all(Array.from({ length: PROCESSES }, () => run("undo", "main")));
    const undone = results.filter(({ code }) => code === 0).map(({ document }) => document.undid.seq);
    const told = results.filter(({ code }) => code !== 0).map(({ document }) => document.error.code);
    expect(told).toEqual(told.map(() => "LabelMoved"));
    const newest = before.slice(before.length - undone.length).map(({ seq }) => seq);
    expect(undone.sort((a, b) => a - b)).toEqual(newest);
    expect(undone.length).toBeGreaterThan(0);
    const after = (await logOf("main")).log.slice(before.length);
    expect(after.map(({ undoes }) => undoes)).toEqual(newest.reverse());
  });
});
