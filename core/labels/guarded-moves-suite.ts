import { beforeEach, describe, expect, it } from "vitest";
import type { LabelStore, Move, Op } from "./label-store.ts";
import { idOf, type MakeLabelStore } from "./label-store-suite.ts";

const [A, B, C] = [idOf("a"), idOf("b"), idOf("c")];

const move = (op: Op, to: Move["to"], more: Partial<Move> = {}): Move => ({ label: "work", op, to, ...more });

/** Tests the part of the {@link LabelStore} contract about conditional moves. */
export function guardedMovesSuite(name: string, make: MakeLabelStore): void {
  describe(`${name} as a store of guarded labels`, () => {
    let store: LabelStore;
    beforeEach(async () => {
      ({ store } = await make({ clock: () => 1000, actor: "ann@desk (cli)" }));
      await store.cas(move("create", A), null);
    });
    const ops = async () => (await store.log("work")).map(({ op }) => op);

    it("moves only from the expected latest move, if the move names one", async () => {
      await store.force(move("push", B));
      await store.force(move("push", A));
      expect(await store.cas(move("reset", B, { after: 1 }), A)).toEqual({
        status: "rejected",
        current: A,
      });
      expect(await store.cas(move("reset", B, { after: 3 }), A)).toMatchObject({ entry: { to: B } });
      expect(await store.cas({ ...move("create", A), label: "new", after: 3 }, null)).toEqual({
        status: "rejected",
        current: null,
      });
    });

    describe("a protected label", () => {
      const moves: [string, Move][] = [
        ["push", move("push", B)],
        ["reset", move("reset", A)],
        ["force", move("force", B)],
        ["merge", move("merge", B, { parents: [{ id: A }] })],
        ["delete", move("delete", null)],
        ["rename", move("rename", A, { rename: "play" })],
      ];
      const protect = (on: boolean) => store.amend("work", { settings: { protected: on } });
      beforeEach(async () => {
        await protect(true);
      });

      it.each(moves)("G8: takes a %s with an override only", async (op, wanted) => {
        for (const override of [undefined, false]) {
          const plain = { ...wanted, ...(override === undefined ? {} : { override }) };
          await expect(store.cas(plain, A)).rejects.toMatchObject({ code: "LabelProtected" });
          await expect(store.force(plain)).rejects.toMatchObject({ code: "LabelProtected" });
        }
        expect(await ops()).toEqual(["create"]);
        const result = await store.cas({ ...wanted, override: true }, A);
        expect(result).toMatchObject({ status: "moved", entry: { op } });
        expect(result).not.toHaveProperty("entry.override");
      });

      it("G2: reports that it has moved before it reports that it is protected", async () => {
        expect(await store.cas(move("push", C), B)).toEqual({ status: "rejected", current: A });
        expect(await store.cas(move("create", C), null)).toEqual({ status: "rejected", current: A });
        await expect(store.force(move("create", C))).rejects.toMatchObject({ code: "LabelExists" });
      });

      it("is restored or created again without an override, and then is protected", async () => {
        const drop = () => store.force(move("delete", null, { override: true }));
        await drop();
        await store.cas(move("restore", A), null);
        await drop();
        await store.cas(move("create", B), null);
        await expect(store.cas(move("push", C), B)).rejects.toMatchObject({ code: "LabelProtected" });
      });

      it("G6: stays protected under another name, and leaves other labels free", async () => {
        await store.force(move("rename", A, { rename: "play", override: true }));
        await expect(store.force({ ...move("push", B), label: "play" })).rejects.toMatchObject({
          code: "LabelProtected",
        });
        await store.cas(move("create", A), null);
        expect(await store.force(move("push", B))).toMatchObject({ to: B });
      });

      it("moves freely again once its protection is removed", async () => {
        await protect(false);
        expect(await store.force(move("push", B))).toMatchObject({ to: B });
      });
    });
  });
}
