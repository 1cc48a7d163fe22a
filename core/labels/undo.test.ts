import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { openDatabase } from "../database/database.ts";
import type { SnapshotId } from "../ids.ts";
import type { Label, LabelStore, Move } from "./label-store.ts";
import { idOf } from "./label-store-suite.ts";
import { MemoryLabelStore } from "./memory-labels.ts";
import { pruneReflog } from "./reflog-pruning.ts";
import { LABEL_SCHEMA } from "./schema.ts";
import { SqliteLabelStore } from "./sqlite-labels.ts";
import { type UndoSource, type UndoStep, undoState } from "./undo.ts";

const [A, B, C] = [idOf("a"), idOf("b"), idOf("c")];
const given = { clock: () => 1000, actor: "ann@desk (app)" };

function sqliteLabels() {
  const db = openDatabase(":memory:");
  db.exec(LABEL_SCHEMA);
  return { db, store: new SqliteLabelStore(db, given) };
}

/** The state of a label that undo restores. */
interface State {
  readonly name: string;
  readonly head: SnapshotId | null;
}

/** A label's states as a list with a cursor, which is how people think of undo. */
class Model {
  #states: State[];
  #at = 0;

  constructor(name: string) {
    this.#states = [{ name, head: null }];
  }

  get now(): State {
    return this.#states[this.#at] ?? expect.unreachable();
  }

  move(to: State): void {
    this.#states = [...this.#states.slice(0, ++this.#at), to];
  }

  /** Goes to the next or previous state. Returns whether there is one. */
  step(by: 1 | -1): boolean {
    const exists = this.#states[this.#at + by] !== undefined;
    if (exists) this.#at += by;
    return exists;
  }
}

type Action =
  | { readonly kind: "undo" | "redo" }
  | { readonly kind: "move"; readonly op: Move["op"]; readonly to: SnapshotId; readonly name: number };

const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("undo" as const) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("redo" as const) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant("move" as const),
      op: fc.constantFrom("push", "reset", "force", "merge", "delete", "rename"),
      to: fc.constantFrom(A, B, C),
      name: fc.nat(2),
    }),
  },
);

/** Returns the move of an action for the label's current state. */
function moveOf({ op, to, name }: Extract<Action, { kind: "move" }>, names: string[], now: State): Move {
  const label = now.name;
  if (now.head === null) return { label, op: op === "push" ? "create" : "restore", to };
  if (op === "delete") return { label, op, to: null };
  const rename = names[name];
  if (op === "rename" && rename !== undefined && rename !== label) return { label, op, to: now.head, rename };
  return { label, op: op === "rename" ? "push" : op, to };
}

async function stepOf(store: UndoSource, label: Label, kind: "undo" | "redo"): Promise<UndoStep | undefined> {
  return (await undoState(store, label))[kind];
}

/** Undoes or redoes. Returns the label's name afterwards; undefined if there was nothing to do. */
async function go(
  store: LabelStore & UndoSource,
  name: string,
  kind: "undo" | "redo",
): Promise<string | undefined> {
  const label = await store.resolve(name);
  const step = label && (await stepOf(store, label, kind));
  if (label === undefined || step === undefined) return undefined;
  expect(await store.cas(step.asks, label.head)).toMatchObject({ status: "moved" });
  return step.asks.rename ?? name;
}

describe.each([
  ["memory", () => new MemoryLabelStore(given)],
  ["SQLite", () => sqliteLabels().store],
])("undo and redo in %s", (_, make) => {
  it("U3: give the states of a list with a cursor, for any sequence of moves", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ label: fc.nat(1), action }), { maxLength: 60 }),
        async (steps) => {
          const store = make();
          // Their moves share one sequence of numbers, so that each label's numbers have gaps.
          const labels = [
            { names: ["a1", "a2", "a3"], model: new Model("a1") },
            { names: ["b1", "b2", "b3"], model: new Model("b1") },
          ];
          for (const { label, action } of steps) {
            const { names, model } = labels[label] ?? expect.unreachable();
            const { now } = model;
            if (action.kind === "move") {
              const asked = moveOf(action, names, now);
              const known = (await store.resolve(now.name)) !== undefined;
              const move: Move = known || asked.op === "create" ? asked : { ...asked, op: "create" };
              await store.force(move);
              model.move({ name: move.rename ?? now.name, head: move.op === "rename" ? now.head : move.to });
            } else {
              const went = await go(store, now.name, action.kind);
              expect(went !== undefined).toBe(model.step(action.kind === "undo" ? -1 : 1));
              if (went !== undefined) expect(went).toBe(model.now.name);
            }
            const held = await store.resolve(model.now.name);
            expect(held?.head ?? null).toBe(model.now.head);
            const others = names.filter((name) => name !== model.now.name);
            expect(await Promise.all(others.map((name) => store.resolve(name)))).toEqual(
              others.map(() => undefined),
            );
          }
        },
      ),
    );
  });

  it("U6: are announced before they are done", async () => {
    const store = make();
    const state = async () => {
      const label = await store.resolve("work");
      const { undo, redo } = label === undefined ? expect.unreachable() : await undoState(store, label);
      return [undo?.move.message, redo?.move.message];
    };
    await store.cas({ label: "work", op: "create", to: A, message: "one" }, null);
    await store.cas({ label: "work", op: "push", to: B, message: "two" }, A);
    expect(await state()).toEqual(["two", undefined]);
    await go(store, "work", "undo");
    expect(await state()).toEqual(["one", "two"]);
    await go(store, "work", "undo");
    expect(await state()).toEqual([undefined, "one"]);
    await go(store, "work", "redo");
    expect(await state()).toEqual(["one", "two"]);
    await store.cas({ label: "work", op: "push", to: C, message: "three" }, A);
    expect(await state()).toEqual(["three", undefined]);
    expect((await store.log("work")).map(({ op, undoes }) => [op, undoes])).toEqual([
      ["create", undefined],
      ["push", undefined],
      ["reset", 2],
      ["delete", 1],
      ["restore", 4],
      ["push", undefined],
    ]);
  });

  it("U11: do nothing if the label has moved since, even there and back", async () => {
    const store = make();
    await store.cas({ label: "work", op: "create", to: A }, null);
    await store.cas({ label: "work", op: "push", to: B }, A);
    const seen = (await store.resolve("work")) ?? expect.unreachable();
    const { undo } = await undoState(store, seen);
    await store.cas({ label: "work", op: "push", to: C }, B);
    await store.cas({ label: "work", op: "push", to: B }, C);
    expect(await store.cas(undo?.asks ?? expect.unreachable(), B)).toEqual({
      status: "rejected",
      current: B,
    });
    expect(await store.log("work")).toHaveLength(4);
  });

  // Moves from A over B to C, and then resets that neither undo nor redo makes.
  it.each<[string, [to: SnapshotId, undoes: number][], "undo" | "redo"]>([
    ["an undo that is not of the latest move", [[B, 2]], "undo"],
    [
      "an undo that names a redo",
      [
        [B, 3],
        [C, 4],
        [B, 5],
      ],
      "undo",
    ],
    [
      "a redo that leads somewhere else",
      [
        [B, 3],
        [A, 2],
        [C, 5],
      ],
      "redo",
    ],
  ])("U14: offer nothing after %s", async (_, resets, kind) => {
    const store = make();
    await store.cas({ label: "work", op: "create", to: A }, null);
    for (const to of [B, C]) await store.force({ label: "work", op: "push", to });
    for (const [to, undoes] of resets) await store.force({ label: "work", op: "reset", to, undoes });
    const label = (await store.resolve("work")) ?? expect.unreachable();
    expect(await stepOf(store, label, kind)).toBeUndefined();
  });
});

describe("undo and redo of a pruned label", () => {
  it("U13: offer the same as before or nothing, and only moves that are kept", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(action, { maxLength: 30 }), fc.nat(40), async (actions, oldest) => {
        const { db, store } = sqliteLabels();
        await store.force({ label: "work", op: "create", to: A });
        for (const action of actions) {
          const { head } = (await store.resolve("work")) ?? expect.unreachable();
          if (action.kind !== "move") await go(store, "work", action.kind);
          else await store.force(moveOf(action, ["work"], { name: "work", head }));
        }
        const label = (await store.resolve("work")) ?? expect.unreachable();
        const before = await undoState(store, label);
        pruneReflog(db, "work", Math.min(oldest, label.last.seq));
        const kept = await store.log("work");
        const pruned = (await store.resolve("work")) ?? expect.unreachable();
        const after = await undoState(store, pruned);
        for (const kind of ["undo", "redo"] as const) {
          const step = after[kind];
          if (step === undefined) continue;
          expect(step).toEqual(before[kind]);
          const { to } = step.asks;
          expect(to === null || kept.some((entry) => entry.to === to)).toBe(true);
        }
        const [first] = kept;
        if (first?.seq === 1) expect(after).toEqual(before);
        db.close();
      }),
    );
  });

  it("offer the oldest move kept if it only renamed", async () => {
    const { db, store } = sqliteLabels();
    store.forceSync({ label: "work", op: "create", to: A });
    store.forceSync({ label: "work", op: "rename", to: A, rename: "play" });
    pruneReflog(db, "play", 2);
    expect(await go(store, "play", "undo")).toBe("work");
    expect(await go(store, "work", "redo")).toBe("play");
  });

  it("offer the moves after the oldest one kept", async () => {
    const { db, store } = sqliteLabels();
    store.forceSync({ label: "work", op: "create", to: A });
    for (const to of [B, C]) store.forceSync({ label: "work", op: "push", to });
    pruneReflog(db, "work", 2);
    expect(await go(store, "work", "undo")).toBe("work");
    expect(store.resolveSync("work")?.head).toBe(B);
    expect(await go(store, "work", "undo")).toBeUndefined();
    expect(await go(store, "work", "redo")).toBe("work");
    expect(store.resolveSync("work")?.head).toBe(C);
  });
});
