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
