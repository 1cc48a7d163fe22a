import { beforeEach, describe, expect, it } from "vitest";
import type { Clock } from "../clock.ts";
import type { SnapshotId } from "../ids.ts";
import type { LabelStore, Move, Op } from "./label-store.ts";
import type { ReferenceCatalog } from "./reference-catalog.ts";

/** The store that the suite tests. */
export type TestedStore = LabelStore & ReferenceCatalog & { recordSnapshot(id: SnapshotId): void };

/** Makes an empty store with a given clock and actor. */
export type MakeLabelStore = (given: { clock: Clock; actor: string }) => Promise<{ store: TestedStore }>;

/** Returns a snapshot id for tests: a hex digit, 64 times. */
export const idOf = (digit: string) => digit.repeat(64) as SnapshotId;

const [A, B, C] = [idOf("a"), idOf("b"), idOf("c")];
const ACTOR = "ann@desk (cli)";

/** Tests the contract of {@link LabelStore}. */
export function labelStoreSuite(name: string, make: MakeLabelStore): void {
  describe(`${name} as a label store`, () => {
    let now = 0;
    let store: TestedStore;
    beforeEach(async () => {
      now = 1000;
      ({ store } = await make({ clock: () => now++, actor: ACTOR }));
    });

    const move = (op: Op, to: SnapshotId | null, more: Partial<Move> = {}): Move => ({
      label: "work",
      op,
      to,
      ...more,
    });
    const create = (label: string, to = A) => store.cas({ label, op: "create", to }, null);
    const ops = async (label: string) => (await store.log(label)).map(({ op }) => op);

    describe("moves", () => {
      it("L1: creates a label, and records the move", async () => {
        const result = await store.cas(move("create", A, { message: "first" }), null);
        const entry = { seq: 1, at: 1000, op: "create", from: null, to: A, message: "first", actor: ACTOR };
        expect(result).toEqual({ status: "moved", entry });
        expect(await store.resolve("work")).toEqual({
          name: "work",
          head: A,
          description: "",
          pinned: false,
          settings: {},
          moves: 1,
          last: entry,
        });
        expect(await store.log("work")).toEqual([entry]);
      });

      it("H6: moves from the expected head only, and says what it is otherwise", async () => {
        await create("work");
        expect(await store.cas(move("push", B), A)).toMatchObject({
          status: "moved",
          entry: { from: A, to: B },
        });
        expect(await store.cas(move("push", C), A)).toEqual({ status: "rejected", current: B });
        expect(await store.cas(move("create", C), null)).toEqual({ status: "rejected", current: B });
        expect(await ops("work")).toEqual(["create", "push"]);
      });

      it("forces a move from any head", async () => {
        await create("work");
        await store.cas(move("push", B), A);
        expect(await store.force(move("force", C))).toMatchObject({ seq: 3, op: "force", from: B, to: C });
      });

      it("H1: keeps parents, message and the move undone; empty ones are none", async () => {
        await create("work");
        await store.cas(
          move("merge", C, { parents: [A, B, A].map((id) => ({ id })), message: "Grüße 🌍" }),
          A,
        );
        await store.cas(move("reset", A, { undoes: 2, parents: [] }), C);
        const [first, merge, undo] = await store.log("work");
        expect(first).toMatchObject({ message: "" });
        expect(merge).toMatchObject({ parents: [A, B, A], message: "Grüße 🌍" });
        expect(undo).toMatchObject({ undoes: 2 });
        expect(undo).not.toHaveProperty("parents");
        expect(merge).not.toHaveProperty("undoes");
      });

      it("D2: deletes, restores and creates again in one reflog", async () => {
        await create("work");
        expect(await store.cas(move("delete", null), A)).toMatchObject({ entry: { from: A, to: null } });
        expect(await store.resolve("work")).toMatchObject({ head: null, moves: 2 });
        expect(await store.cas(move("restore", A, { undoes: 2 }), null)).toMatchObject({
          entry: { from: null, to: A },
        });
        await store.force(move("delete", null));
        await store.cas(move("create", B), null);
        expect(await ops("work")).toEqual(["create", "delete", "restore", "delete", "create"]);
        expect(await store.resolve("work")).toMatchObject({ head: B, moves: 5 });
      });

      it("D4: renames with its reflog, and frees the old name", async () => {
        await create("work");
        const renamed = await store.cas(move("rename", A, { rename: "play" }), A);
        expect(renamed).toMatchObject({ entry: { op: "rename", from: A, to: A, renamedFrom: "work" } });
        expect(await store.resolve("work")).toBeUndefined();
        await create("work", B);
        expect(await ops("play")).toEqual(["create", "rename"]);
        expect(await ops("work")).toEqual(["create"]);
      });

      it("D5: keeps the head on a rename, whatever it names", async () => {
        await create("work");
        expect(await store.force(move("rename", C, { rename: "play" }))).toMatchObject({ from: A, to: A });
        expect(await store.resolve("play")).toMatchObject({ head: A });
      });

      it("H3: numbers the moves of all labels in one order", async () => {
        await create("one");
        await create("two");
        await store.force({ label: "one", op: "push", to: B });
        expect((await store.log("one")).map(({ seq }) => seq)).toEqual([1, 3]);
      });

      it("H4: never dates a label's move before its last one", async () => {
        await create("work");
        now = 5;
        await create("other");
        expect(await store.force(move("push", B))).toMatchObject({ at: 1000 });
        expect(await store.resolve("other")).toMatchObject({ last: { at: 5 } });
      });

      it("H7: loses no move when many race for one head", async () => {
        await create("work");
        const racers = Array.from({ length: 20 }, () => store.cas(move("push", B), A));
        const moved = (await Promise.all(racers)).filter(({ status }) => status === "moved");
        expect(moved).toHaveLength(1);
        expect(await ops("work")).toEqual(["create", "push"]);
      });
    });

    describe("refusals", () => {
      const refused = async (attempt: Promise<unknown>, code: string) => {
        const before = await store.list({ deleted: true });
        await expect(attempt).rejects.toMatchObject({ code });
        expect(await store.list({ deleted: true })).toEqual(before);
      };

      it.each<[string, Move]>([
        ["a message over 4,096 bytes", move("push", B, { message: "ü".repeat(2049) })],
        ["a message that is not Unicode", move("push", B, { message: "\ud800" })],
        ["a push to nothing", move("push", null)],
        ["a delete to something", move("delete", A)],
        ["a rename without a new name", move("rename", A)],
        ["a new name without a rename", move("push", A, { rename: "play" })],
        ["an id that is none", move("push", "A".repeat(64) as SnapshotId)],
        ["a parent that is no id", move("merge", B, { parents: [{ id: "abc" as SnapshotId }] })],
        ["parents of a reset", move("reset", B, { parents: [{ id: A }] })],
        ["a push that undoes", move("push", B, { undoes: 1 })],
        ["undoing a move that is not there", move("reset", B, { undoes: 99 })],
      ])("refuses %s", async (_, wrong) => {
        await create("work");
        await refused(store.cas(wrong, A), "BadInput");
        await refused(store.force(wrong), "BadInput");
      });

      it("refuses undoing another label's move", async () => {
        await create("work");
        await create("other");
        await refused(store.force(move("reset", B, { undoes: 2 })), "BadInput");
      });

      it("H5: takes a message of 4,096 bytes", async () => {
        await store.cas(move("create", A, { message: "ü".repeat(2048) }), null);
        expect(await store.resolve("work")).toMatchObject({ last: { message: "ü".repeat(2048) } });
      });

      it("refuses invalid names", async () => {
        await create("work");
        await refused(create("no spaces"), "BadLabelName");
        await refused(store.force(move("rename", A, { rename: "-x" })), "BadLabelName");
      });

      it("D8: refuses to move a label that never existed", async () => {
        for (const op of ["push", "reset", "force", "merge", "restore"] as const) {
          await refused(store.cas(move(op, A), null), "UnknownLabel");
        }
        await refused(store.force(move("delete", null)), "UnknownLabel");
        await refused(store.log("work"), "UnknownLabel");
        await refused(store.amend("work", { pinned: true }), "UnknownLabel");
        expect(await store.resolve("work")).toBeUndefined();
      });

      it("D3: refuses to move a deleted label, except by create and restore", async () => {
        await create("work");
        await store.force(move("delete", null));
        await refused(store.cas(move("push", B), null), "LabelDeleted");
        await refused(store.force(move("delete", null)), "LabelDeleted");
        await refused(store.force(move("rename", A, { rename: "play" })), "LabelDeleted");
        expect(await store.cas(move("push", B), A)).toEqual({ status: "rejected", current: null });
      });

      it("L4: refuses to create or restore an existing label", async () => {
        await create("work");
        await refused(store.force(move("create", B)), "LabelExists");
        await refused(store.cas(move("restore", B), A), "LabelExists");
      });

      it("D6: refuses a rename to a name in use, by a deleted label too", async () => {
        await create("work");
        await create("live");
        await create("dead");
        await store.force({ label: "dead", op: "delete", to: null });
        for (const rename of ["live", "dead", "work"]) {
          await refused(store.cas(move("rename", A, { rename }), A), "LabelExists");
        }
      });
    });
  });
}
