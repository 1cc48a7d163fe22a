import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { NamedSnapshot, Op } from "../labels/label-store.ts";
import { idOf } from "../labels/label-store-suite.ts";
import { MemoryLabelStore } from "../labels/memory-labels.ts";
import { resolveReference } from "../labels/references.ts";
import { findBase } from "./merge-base.ts";

const [A, B, C, D, E] = ["a", "b", "c", "d", "e"].map(idOf);

/** A move that names snapshots as people do: by `label@{n}`, or by one hex digit for an id. */
interface Step {
  readonly label: string;
  readonly op: Op;
  /** A digit that nobody named, a reference, or `=` and a digit: an id. */
  readonly to: string;
  readonly parents?: readonly string[];
}

function named(store: MemoryLabelStore, reference: string): NamedSnapshot {
  if (reference.startsWith("=")) return { id: idOf(reference.slice(1)) };
  const { id, seq } = resolveReference(store, reference);
  return seq === undefined ? { id } : { id, seq };
}

/** Makes the moves that the labels allow as they are by then. */
async function play(steps: readonly Step[], store = newStore()): Promise<MemoryLabelStore> {
  for (const { label, op, to, parents = [] } of steps) {
    try {
      const isNew = to.length === 1;
      const { id, seq = null } = isNew ? { id: idOf(to) } : named(store, to);
      const move = { label, to: id, parents: parents.map((parent) => named(store, parent)) };
      if (store.resolveSync(label)?.head === id) continue;
      await store.force({ ...move, op, ...(!isNew && { origin: seq }) });
    } catch {
      // There is no such label, or no longer, or it is there already.
    }
  }
  return store;
}

const newStore = () => new MemoryLabelStore({ clock: () => 1000, actor: "ann@desk (cli)" });

/** Returns the plan for the base of what two references name, or the code of why there is none. */
function planOf(store: MemoryLabelStore, ours: string, theirs: string): unknown {
  try {
    return findBase(store.history, named(store, ours), named(store, theirs)).plan;
  } catch (thrown) {
    return (thrown as { code: unknown }).code;
  }
}

describe("what a third label holds", () => {
  const snapshot = fc.constantFrom(..."abcd");
  const strangers = fc.array(
    fc.record({
      after: fc.nat(12),
      op: fc.constantFrom<Op>("create", "push", "force", "delete"),
      to: snapshot,
    }),
    { maxLength: 12, size: "max" },
  );

  /** Makes the same moves with and without a label that takes snapshots in between, and compares the bases of all pairs. */
  async function compare(
    steps: readonly Step[],
    others: readonly { after: number; op: Op; to: string }[],
    labels: readonly string[],
  ): Promise<void> {
    const alone = await play(steps);
    const crowded = newStore();
    for (const [at, step] of [...steps, undefined].entries()) {
      const due = others.filter(({ after }) => after === at);
      await play(
        due.map(({ op, to }) => ({ label: "stranger", op, to })),
        crowded,
      );
      if (step !== undefined) await play([step], crowded);
    }
    for (const a of labels) {
      for (const b of labels) {
        if (![a, b].every((name) => alone.resolveSync(name)?.head)) continue;
        expect(planOf(crowded, a, b), `${a} and ${b}`).toEqual(planOf(alone, a, b));
      }
    }
  }

  it("MB4: changes no base of labels whose moves name labels", async () => {
    const label = fc.constantFrom("one", "two", "three");
    const reference = fc.tuple(label, fc.nat(3)).map(([name, back]) => `${name}@{${back}}`);
    const step: fc.Arbitrary<Step> = fc.oneof(
      fc.record({ label, op: fc.constantFrom<Op>("create", "push"), to: snapshot }),
      fc.record({ label, op: fc.constantFrom<Op>("create", "force", "reset"), to: reference }),
      fc.record({
        label,
        op: fc.constant("merge"),
        to: snapshot,
        parents: fc.array(reference, { maxLength: 2 }),
      }),
      fc.record({ label, op: fc.constant<Op>("delete"), to: snapshot }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 20, size: "max" }), strangers, (steps, others) =>
        compare(steps, others, ["one", "two", "three"]),
      ),
      { numRuns: 500 },
    );
  });

  it("changes no base of two labels whose moves name each other's snapshots by id", async () => {
    const label = fc.constantFrom("one", "two");
    const step: fc.Arbitrary<Step> = fc.oneof(
      fc.record({ label, op: fc.constantFrom<Op>("create", "push"), to: snapshot }),
      fc.record({ label, op: fc.constant<Op>("create"), to: label.map((name) => `${name}@{0}`) }),
    );
    /** Has the later of two labels take in what the other holds, by its id. */
    const merged = fc.record({ label, to: snapshot, merges: fc.constant(true) });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(step, merged), { maxLength: 20, size: "max" }),
        strangers,
        async (all, others) => {
          const heads = new Map<string, string>();
          const steps = all.map((each): Step => {
            const other = each.label === "one" ? "two" : "one";
            const parent = heads.get(other);
            if ("merges" in each) {
              const parents = parent === undefined ? [] : [`=${parent}`];
              if (heads.has(each.label)) heads.set(each.label, each.to);
              return { label: each.label, op: "merge", to: each.to, parents };
            }
            const to = each.to.length === 1 ? each.to : heads.get(each.to.slice(0, 3));
            if (to !== undefined && (each.op === "create") !== heads.has(each.label))
              heads.set(each.label, to);
            return to === undefined || each.to.length === 1 ? each : { ...each, to: `=${to}` };
          });
          await compare(steps, others, ["one", "two"]);
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe("a snapshot that is named by its id", () => {
  it("stands for the label that holds it, and for any where all lead to the same base", async () => {
    const store = await play([
      { label: "main", op: "create", to: "a" },
      { label: "side", op: "create", to: "main" },
      { label: "side", op: "push", to: "b" },
      { label: "copy", op: "create", to: "side" },
      { label: "main", op: "push", to: "c" },
    ]);
    expect(planOf(store, "main", "=b")).toBe(A);
    expect(planOf(store, "=c", "=b")).toBe(A);
    expect(planOf(store, "=b", "=b")).toBe(B);
    expect(planOf(store, "main", "=f")).toBeNull();
  });

  it("is told to be ambiguous where they lead to different ones, with the labels to name it by", async () => {
    const store = await play([
      { label: "main", op: "create", to: "a" },
      { label: "side", op: "create", to: "main" },
      { label: "side", op: "push", to: "b" },
      { label: "daily", op: "create", to: "e" },
      { label: "daily", op: "push", to: "b" },
      { label: "daily", op: "push", to: "d" },
      { label: "main", op: "push", to: "c" },
    ]);
    expect(() => findBase(store.history, named(store, "main"), { id: idOf("b") })).toThrow(
      expect.objectContaining({
        code: "AmbiguousReference",
        hint: expect.stringContaining("side, daily"),
        data: expect.objectContaining({
          reference: B,
          candidates: [
            expect.objectContaining({ label: "side", seq: 3 }),
            expect.objectContaining({ label: "daily", seq: 5 }),
          ],
        }),
      }),
    );
    expect(planOf(store, "=b", "main")).toBe("AmbiguousReference");
    expect(planOf(store, "main", "side")).toBe(A);
    expect(planOf(store, "main", "daily@{1}")).toBeNull();
    // Whatever both may have come from, it is the same snapshot.
    expect(planOf(store, "=b", "=b")).toBe(B);
  });
});

describe("histories that cross", () => {
  const crossing: Step[] = [
    { label: "one", op: "create", to: "a" },
    { label: "two", op: "create", to: "one" },
    { label: "one", op: "push", to: "b" },
    { label: "two", op: "push", to: "c" },
    { label: "one", op: "merge", to: "d", parents: ["two"] },
    { label: "two", op: "merge", to: "e", parents: ["one@{1}"] },
  ];

  it("MV1: have a base that is merged of all best ones, the oldest first, each by their own", async () => {
    const store = await play(crossing);
    expect(planOf(store, "one", "two")).toEqual({ base: A, ours: B, theirs: C });
    const { bases } = findBase(store.history, named(store, "one"), named(store, "two"));
    expect(bases.map(({ to, label }) => [to, label])).toEqual([
      [C, "two"],
      [B, "one"],
    ]);
    await play(
      [
        { label: "one", op: "merge", to: "f", parents: ["two"] },
        { label: "two", op: "merge", to: "a", parents: ["one@{1}"] },
      ],
      store,
    );
    const first = { base: A, ours: B, theirs: C };
    expect(planOf(store, "one", "two")).toEqual({ base: first, ours: D, theirs: E });
  });

  it("MV2: have the base itself where all best ones hold the same", async () => {
    const same = crossing.map((step) => (step.to === "c" ? { ...step, to: "b" } : step));
    expect(planOf(await play(same), "one", "two")).toBe(B);
  });

  it("MV9: are refused where their base would take more merges than anybody waits for", async () => {
    const store = await play(crossing);
    for (let round = 0; round < 99; round++) {
      const [f, g] = [round * 2 + 16, round * 2 + 17].map((no) => no.toString(16).padStart(64, "0"));
      const step = async (label: string, to = "", parent = "") => {
        const id = to as NamedSnapshot["id"];
        await store.force({ label, op: "merge", to: id, parents: [named(store, parent)] });
      };
      await step("one", f, "two");
      await step("two", g, "one@{1}");
    }
    expect(planOf(store, "one", "two")).toMatchObject({ ours: expect.anything() });
    await play(
      [
        { label: "one", op: "merge", to: "f", parents: ["two"] },
        { label: "two", op: "merge", to: "a", parents: ["one@{1}"] },
      ],
      store,
    );
    expect(planOf(store, "one", "two")).toBe("TooManyBases");
  });
});
