import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import type { ObjectId, SnapshotId } from "../ids.ts";
import type { NodeStore } from "../manifest/node-store.ts";
import { comparePaths } from "../manifest/path.ts";
import type { ObjectStore } from "../objects/object-store.ts";
import { entries, paths } from "../testing/manifests.ts";
import { runs } from "../testing/runs.ts";
import { inlineFile, seededBytes, snapshotOf, type TreeSpec } from "../testing/trees.ts";
import type { RowChange, UpperLayer, UpperReader } from "./upper-layer.ts";

/** A base with one layer over it, for tests. */
export interface LayerPlace {
  /** Reads the base and written files. */
  readonly nodes: NodeStore;
  readonly base: SnapshotId;
  /** Opens the layer; every call opens it as another process would. */
  open(): UpperLayer;
  /** Opens the layer for reading. */
  openReader(): UpperReader;
}

/** Makes a base from a tree and an empty layer over it. */
export type MakeLayerPlace = (spec: TreeSpec) => Promise<LayerPlace>;

/** Makes the base of a {@link LayerPlace} and flushes its objects. */
export async function makeBase(objects: ObjectStore, nodes: NodeStore, spec: TreeSpec): Promise<SnapshotId> {
  const base = await snapshotOf(nodes, spec);
  await objects.flush();
  return base;
}

const ONE = { entry: inlineFile("one") };
const TWO = { entry: inlineFile("two") };
const WHITEOUT = { entry: null };

/** Runs the tests that every {@link UpperLayer} must pass. */
export function upperLayerSuite(name: string, make: MakeLayerPlace): void {
  describe(`${name} as an upper layer`, () => {
    let place: LayerPlace;
    let layer: UpperLayer;
    beforeEach(async () => {
      place = await make({ "a.txt": "base" });
      layer = place.open();
    });

    it("starts without rows over its base", () => {
      expect(layer.rows()).toEqual({ ...layer.state(), base: place.base, rows: [] });
      expect(layer.get("a.txt")).toBeUndefined();
      expect(layer.seek("")).toBeUndefined();
    });

    it("sets, replaces and removes rows, which others see at once", async () => {
      const others = [place.open(), place.openReader()];
      await layer.apply(layer.state().revision, [
        ["b", ONE],
        ["a", WHITEOUT],
      ]);
      for (const other of others) {
        expect(other.get("b")).toEqual(ONE);
        expect(other.get("a")).toEqual(WHITEOUT);
        expect(other.state()).toEqual(layer.state());
      }
      await layer.apply(layer.state().revision, [
        ["b", TWO],
        ["a", undefined],
        ["never there", undefined],
      ]);
      for (const other of others) expect(other.rows().rows).toEqual([["b", TWO]]);
    });

    it("refuses changes that are based on another revision", async () => {
      const { revision } = layer.state();
      const other = place.open();
      expect(await other.apply(revision, [["a", ONE]])).toBe(true);
      expect(await layer.apply(revision, [["b", TWO]])).toBe(false);
      expect(layer.rows().rows).toEqual([["a", ONE]]);
      expect(layer.state().revision).not.toBe(revision);
      expect(await layer.apply(layer.state().revision, [["b", TWO]])).toBe(true);
    });

    it("makes objects readable by everyone together with their rows", async () => {
      const staged = layer.stage();
      const ids: ObjectId[] = [];
      for (const size of [10, 100_000, 3_000_000])
        ids.push(await staged.objects.put("content", seededBytes(size, size)));
      expect(await layer.apply(layer.state().revision, [["a", ONE]], staged)).toBe(true);
      staged.discard();
      for (const [index, size] of [10, 100_000, 3_000_000].entries()) {
        const id = ids[index];
        if (id === undefined) throw new Error("not put");
        expect(Buffer.compare(await place.nodes.objects.get(id), seededBytes(size, size))).toBe(0);
      }
    });

    it("finds rows as a sorted list does after any changes", async () => {
      const row = fc.oneof(
        { weight: 3, arbitrary: entries.map((entry) => ({ entry })) },
        fc.constant(WHITEOUT),
        fc.constant(undefined),
      );
      const batches = fc.array(
        fc.uniqueArray(fc.tuple(paths, row), { selector: ([path]) => path, maxLength: 9 }),
        { maxLength: 5 },
      );
      await fc.assert(
        fc.asyncProperty(batches, fc.array(paths, { maxLength: 9 }), async (batches, asked) => {
          const clean: RowChange[] = layer.rows().rows.map(([path]) => [path, undefined]);
          await layer.apply(layer.state().revision, clean);
          const model = new Map<string, NonNullable<RowChange[1]>>();
          for (const batch of batches) {
            expect(await layer.apply(layer.state().revision, batch)).toBe(true);
            for (const [path, row] of batch) row === undefined ? model.delete(path) : model.set(path, row);
          }
          const sorted = [...model].sort(([a], [b]) => comparePaths(a, b));
          const reader = place.openReader();
          expect(reader.rows().rows).toEqual(sorted);
          for (const path of [...model.keys(), ...asked]) {
            expect(reader.get(path)).toEqual(model.get(path));
            for (const from of [path, `${path}/`, `${path}0`, `${path}\0`])
              expect(reader.seek(from)).toEqual(sorted.find(([key]) => comparePaths(key, from) >= 0));
          }
        }),
        runs(8),
      );
    });
  });
}
