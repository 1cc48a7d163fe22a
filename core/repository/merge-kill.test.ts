import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { describe, expect, it } from "vitest";
import { builtFile } from "../built.ts";
import { killsOf, SEED, survived } from "../testing/campaign.ts";
import { lines, MergingStore } from "../testing/merging.ts";
import { closeAll, open } from "../testing/repositories.ts";
import { seededBytes } from "../testing/trees.ts";

const KILLS = killsOf(4);
/** Each process is killed in the merge that it goes on with or in the next one. */
const MERGES = 2 * KILLS + 2;
const HUNKS = [2, 9, 16, 23, 30];
/** What is done to each merge, one after the other. Each act counts in its revision. */
const ACTS = ["start", ...HUNKS, "abandon", "restore", "decide", "complete"];

/** Does all acts of one merge after the other, and says the number of each act that is done. */
const WORKER = `
const [, , index, store, from, all, merges] = process.argv;
const { Repository } = await import(index);
const repository = await Repository.open(store, { surface: "cli" });
const acts = JSON.parse(all);
for (let no = Number(from); no < acts.length * Number(merges); no++) {
  const name = "m" + Math.floor(no / acts.length);
  const [ours, theirs] = [repository.resolve(name), repository.resolve(name + "-2")];
  const side = ({ id, seq }, name) => ({ id, entry: seq, name });
  const known = repository.merges.list({ ended: true }).find(({ label }) => label === name);
  const act = acts[no % acts.length];
  if (act === "start") {
    await repository.run("startMerge", { ours: side(ours, name), theirs: side(theirs, name + "-2"), renames: true,
      follows: { ours: true, theirs: true }, moves: "ours" });
  } else if (act === "complete") {
    await repository.run("completeMerge", { id: known.id, message: String(no), override: false });
  } else if (act === "abandon") {
    await repository.run("endMerge", known.id);
  } else if (act === "restore") {
    await repository.run("restoreMerge", known.id);
  } else if (act === "decide") {
    await repository.run("decideMerge", { id: known.id, decisions: [{ path: "c", decision: { take: "theirs" } }] });
  } else {
    const region = { at: [act, 1, act, 1, act, 1], kind: "conflict", decision: "typed", pieces: ["act " + no + "\\n"] };
    await repository.run("stepMerge", { id: known.id, steps: [{ path: "a", regions: [region] }] });
  }
  process.stdout.write(no + "\\n");
}
await repository.close();`;

describe.skipIf(process.env.STRATA_TEST_PASS === "electron")("a process that merges and is killed", () => {
  it(`at any of ${KILLS} moments (seed ${SEED}) loses no decision and no move, and the next goes on`, async () => {
    const store = new MergingStore();
    const tree = (mark: string) => ({
      a: lines(...HUNKS.map((line) => `${line}: ${mark}`)),
      b: seededBytes(mark.length, 90_000),
      c: `\0${mark}`,
    });
    for (let no = 0; no < MERGES; no++) {
      const mark = `m${no}`;
      await store.part(mark, tree("base"), tree(`ours ${no}`), {
        ...tree(`theirs ${no}`),
        b: tree("base").b,
      });
    }
    const script = join(store.folder, "worker.mjs");
    writeFileSync(script, WORKER);
    let done = -1;
    for (let killed = 0; done < ACTS.length * MERGES - 1; killed++) {
      const from = String(done + 1);
      const child = spawn(
        process.execPath,
        [script, builtFile("index.js").href, store.path, from, JSON.stringify(ACTS), String(MERGES)],
        { stdio: ["ignore", "pipe", "inherit"] },
      );
      const target = targetOf(killed, done + 1);
      let isReached = false;
      for await (const line of createInterface({ input: child.stdout })) {
        done = Number(line);
        // Somewhere in the middle of the target, or later.
        if (killed < KILLS && !isReached && done >= target - 1) {
          isReached = true;
          setTimeout(() => child.kill("SIGKILL"), (seededBytes(SEED - killed, 2)[1] ?? 0) / 12);
        }
      }
      if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
      const where = `after act ${done}, seed ${SEED}`;
      const wasKilled = child.signalCode === "SIGKILL";
      const acts = await actsOf(store);
      // The act that was under way is done as a whole, or not at all.
      expect([done + 1, done + 2], where).toContain(acts);
      expect(await store.call("verify", {}), where).toMatchObject({ ok: true, problems: [] });
      const underWay = ACTS[(done + 1) % ACTS.length];
      if (wasKilled)
        survived("kills", underWay === "complete" ? "completions of merges" : "decisions of merges");
      done = acts - 1;
    }
    for (let no = 0; no < MERGES; no++) {
      const expected = lines(...HUNKS.map((line) => `${line}: act`)).replace(/\d+: act/g, "act");
      const text = await store.textOf(`m${no}`, "a");
      expect(text.replace(/act \d+/g, "act")).toBe(expected);
      expect(text.match(/act \d+/g)).toEqual(HUNKS.map((_, at) => `act ${no * ACTS.length + at + 1}`));
      expect(await store.textOf(`m${no}`, "c")).toBe(`\0theirs ${no}`);
    }
  }, 7_200_000);
});

/** Returns the act in which a process that begins with act `from` is killed: every second time, the completion of a merge. */
function targetOf(killed: number, from: number): number {
  const act = killed % 2 === 0 ? ACTS.length - 1 : (seededBytes(SEED + killed, 1)[0] ?? 0) % ACTS.length;
  const merge = Math.floor(from / ACTS.length) * ACTS.length;
  // Its own first act would come before the process says anything.
  return merge + act > from ? merge + act : merge + ACTS.length + act;
}

/** Counts the acts that are done, as a new process finds them, and looks whether each left what it does. */
async function actsOf(store: MergingStore): Promise<number> {
  const repository = await open(store.path);
  let acts = 0;
  for (const { id, outcome, label, result, revision } of repository.merges.list({ ended: true })) {
    const done = ACTS.slice(0, revision + 1);
    acts += done.length;
    const [text, whole] = [repository.merges.file(id, "a"), repository.merges.file(id, "c")];
    expect(text.counts?.resolved, label ?? "").toBe(Math.min(revision, HUNKS.length));
    expect(whole.isResolved).toBe(done.includes("decide"));
    const last = done.at(-1);
    expect(outcome).toBe(last === "abandon" ? "abandoned" : last === "complete" ? "completed" : null);
    const moves = (await repository.log(label ?? "")).filter(({ op }) => op === "merge");
    expect(moves.map(({ to }) => to)).toEqual(outcome === "completed" ? [result] : []);
  }
  await closeAll();
  return acts;
}
