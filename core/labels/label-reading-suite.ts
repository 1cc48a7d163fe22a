import { beforeEach, describe, expect, it } from "vitest";
import type { SnapshotId } from "../ids.ts";
import type { Move, Op } from "./label-store.ts";
import { idOf, type MakeLabelStore, type TestedStore } from "./label-store-suite.ts";

const [A, B, C] = [idOf("a"), idOf("b"), idOf("c")];

const move = (op: Op, to: Move["to"], more: Partial<Move> = {}): Move => ({ label: "work", op, to, ...more });

/** Tests the part of the label store contract about reading labels and reflogs. */
export function labelReadingSuite(name: string, make: MakeLabelStore): void {
  describe(`${name} as a label store that is read`, () => {
    let store: TestedStore;
    beforeEach(async () => {
      let now = 1000;
      ({ store } = await make({ clock: () => now++, actor: "ann@desk (cli)" }));
    });
    const create = (label: string, to = A) => store.cas({ label, op: "create", to }, null);

    it("L3: lists by name in byte order, deleted ones when asked", async () => {
      for (const label of ["b", "B", "a/x", "a-x", "a"]) await create(label);
      await store.force({ label: "B", op: "delete", to: null });
      const names = async (deleted: boolean) => (await store.list({ deleted })).map((label) => label.name);
      expect(await names(false)).toEqual(["a", "a-x", "a/x", "b"]);
      expect(await names(true)).toEqual(["B", "a", "a-x", "a/x", "b"]);
      expect((await store.list()).length).toBe(4);
    });

    it("reads parts of a reflog, oldest first", async () => {
      await create("work");
      await create("other");
      for (const to of [B, C, A]) await store.force(move("push", to));
      const seqs = async (range?: object) => (await store.log("work", range)).map(({ seq }) => seq);
      expect(await seqs()).toEqual([1, 3, 4, 5]);
      expect(await seqs({ limit: 2 })).toEqual([4, 5]);
      expect(await seqs({ limit: 0 })).toEqual([]);
      expect(await seqs({ limit: 9 })).toEqual([1, 3, 4, 5]);
      expect(await seqs({ before: 5 })).toEqual([1, 3, 4]);
      expect(await seqs({ before: 2, limit: 5 })).toEqual([1]);
      expect(await seqs({ before: 4, limit: 1 })).toEqual([3]);
      expect(await seqs({ before: 1 })).toEqual([]);
    });

    it("L6: changes descriptions, pins and settings one at a time", async () => {
      await create("work");
      await store.amend("work", {
        description: "Mein Ordner",
        settings: { ignore: ["*.log"], gitignore: true },
      });
      const amended = await store.amend("work", { pinned: true });
      expect(amended).toMatchObject({ description: "Mein Ordner", pinned: true, moves: 1 });
      expect(amended).toEqual(await store.resolve("work"));
      await expect(store.amend("work", { description: "x".repeat(5000) })).rejects.toMatchObject({
        code: "BadInput",
      });
      await store.force(move("delete", null));
      await store.amend("work", { settings: {} });
      await store.force(move("create", A));
      expect(await store.resolve("work")).toMatchObject({
        description: "Mein Ordner",
        pinned: true,
        settings: {},
      });
    });

    it("finds an entry by the number of moves back", async () => {
      await create("work");
      await create("other");
      await store.force(move("push", B));
      expect([0, 1, 2, -1, 0.5].map((n) => store.at("work", n)?.seq)).toEqual([
        3,
        1,
        undefined,
        undefined,
        undefined,
      ]);
      expect(store.at("none", 0)).toBeUndefined();
    });

    it("knows which ids are snapshots, and their latest moves", async () => {
      await create("work");
      await create("other", B);
      await store.force(move("push", B));
      await store.force(move("rename", B, { rename: "play" }));
      expect([A, B, C].map((id) => store.isSnapshot(id))).toEqual([true, true, false]);
      expect(store.lastMoveTo(A)).toEqual({ label: "play", seq: 1, at: 1000 });
      expect(store.lastMoveTo(B)).toEqual({ label: "play", seq: 4, at: 1003 });
      store.recordSnapshot(C);
      expect(store.isSnapshot(C)).toBe(true);
      expect(store.lastMoveTo(C)).toBeUndefined();
    });

    it("finds snapshots by the beginning of their ids", async () => {
      const ids = ["abc0", "abc1", "abd0", "b000"].map((start) => start.padEnd(64, "7") as SnapshotId);
      for (const [i, id] of ids.entries()) await create(`label${i}`, id);
      expect(store.snapshotsWithPrefix("abc", 9)).toEqual(ids.slice(0, 2));
      expect(store.snapshotsWithPrefix("ab", 2)).toEqual(ids.slice(0, 2));
      expect(store.snapshotsWithPrefix("abd07", 9)).toEqual(ids.slice(2, 3));
      expect(store.snapshotsWithPrefix("c", 9)).toEqual([]);
    });
  });
}
