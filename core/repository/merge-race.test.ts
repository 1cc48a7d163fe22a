import { expect, it } from "vitest";
import { MergingStore } from "../testing/merging.ts";
import { closeAll, open } from "../testing/repositories.ts";

const store = new MergingStore();
const hunks = (mark: string) =>
  Array.from({ length: 60 }, (_, no) => `${no % 3 === 1 ? mark : "line"} ${no}\n`).join("");
const at = (no: number): [number, number, number, number, number, number] => [no, 1, no, 1, no, 1];

it("MS19: two processes decide hunks of one text at once, and nothing is lost", async () => {
  const { id } = await store.start(
    "race",
    { a: hunks("base") },
    { a: hunks("ours") },
    { a: hunks("theirs") },
  );
  const [one, other] = [await open(store.path), await open(store.path)];
  const step = (repository: typeof one, no: number, decision: string) =>
    repository.run("stepMerge", {
      id,
      steps: [{ path: "a", regions: [{ at: at(3 * no + 1), kind: "conflict", decision }] }],
    });
  // Each decides every second hunk, and both decide the last one.
  const all = Array.from({ length: 19 }, (_, no) =>
    step(no % 2 ? one : other, no, no % 2 ? "ours" : "theirs"),
  );
  await Promise.all(all);
  await step(one, 19, "ours");
  await step(other, 19, "theirs");
  const { text, counts, revision, isResolved } = one.merges.file(id, "a");
  expect(text?.regions.map(({ decision }) => decision)).toEqual(
    Array.from({ length: 20 }, (_, no) => (no === 19 || no % 2 === 0 ? "theirs" : "ours")),
  );
  expect({ counts, revision, isResolved }).toEqual({
    counts: { auto: 0, conflicts: 20, resolved: 20, suggestions: 0 },
    revision: 21,
    isResolved: true,
  });
  // Both complete it; one of them moves the label.
  const request = { id, message: "", override: false };
  const done = await Promise.all([one.run("completeMerge", request), other.run("completeMerge", request)]);
  expect(done[0]).toEqual(done[1]);
  expect((await one.log("race")).filter(({ op }) => op === "merge")).toHaveLength(1);
  await closeAll();
});

it("both processes that start the same merge work on one", async () => {
  await store.part("twice", { a: "1" }, { a: "2" }, { a: "3" });
  const [one, other] = [await open(store.path), await open(store.path)];
  const [ours, theirs] = [one.resolve("twice"), one.resolve("twice-2")];
  const request = {
    ours: { id: ours.id, entry: ours.seq ?? null, name: "twice" },
    theirs: { id: theirs.id, entry: theirs.seq ?? null, name: "twice-2" },
    renames: true,
    follows: { ours: true, theirs: true },
    moves: "ours",
  } as const;
  const started = await Promise.all([one.run("startMerge", request), other.run("startMerge", request)]);
  expect(started[0].session.id).toBe(started[1].session.id);
  expect(started.map(({ resumed }) => resumed).sort()).toEqual([false, true]);
  await closeAll();
});

it("of completing and abandoning at once one happens, and of completing and deciding nothing is lost", async () => {
  const [one, other] = [await open(store.path), await open(store.path)];
  const marks = { a: hunks("base"), b: "b" };
  for (let round = 0; round < 6; round++) {
    const name = `ends-${round}`;
    const { id } = await store.start(name, marks, { ...marks, b: "ours" }, { ...marks, b: "theirs" });
    const decide = (repository: typeof one, take: "ours" | "theirs") =>
      repository.run("decideMerge", { id, decisions: [{ path: "b", decision: { take } }] });
    const isEnded = { code: "MergeEnded" };
    await decide(one, "ours");
    const completing = one.run("completeMerge", { id, message: "", override: false });
    const meanwhile = round % 2 === 0 ? other.run("endMerge", id) : decide(other, "theirs");
    const [completed, second] = await Promise.allSettled([completing, meanwhile]);
    if (second.status === "rejected") expect(second.reason).toMatchObject(isEnded);
    if (completed.status === "rejected") expect(completed.reason).toMatchObject(isEnded);
    const moves = (await one.log(name)).filter(({ op }) => op === "merge");
    expect(moves).toHaveLength(completed.status === "fulfilled" ? 1 : 0);
    if (round % 2 === 0) {
      expect([completed.status, second.status].sort()).toEqual(["fulfilled", "rejected"]);
      expect(one.merges.get(id).outcome).toBe(completed.status === "fulfilled" ? "completed" : "abandoned");
    } else {
      expect(completed.status).toBe("fulfilled");
      expect(await store.textOf(name, "b")).toBe(second.status === "fulfilled" ? "theirs" : "ours");
    }
  }
  await closeAll();
});

it("two processes that complete one merge into different labels make one of them", async () => {
  const { id } = await store.start("which", { a: "1" }, { a: "2" }, { a: "3" });
  const [one, other] = [await open(store.path), await open(store.path)];
  await one.run("decideMerge", { id, decisions: [{ path: "a", decision: { take: "ours" } }] });
  const into = (repository: typeof one, label: string) =>
    repository.run("completeMerge", { id, label, message: "", override: false });
  const done = await Promise.all([into(one, "which-x"), into(other, "which-y")]);
  expect(done[0]).toEqual(done[1]);
  const made = (await one.labels()).map(({ name }) => name).filter((name) => name.startsWith("which-"));
  expect(made.sort()).toEqual(["which-2", "label" in done[0] && done[0].label].sort());
  await closeAll();
});
