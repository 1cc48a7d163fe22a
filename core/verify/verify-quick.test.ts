import { rmSync, statSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { hashId } from "../hash.ts";
import { idToBytes } from "../ids.ts";
import { PauseGate } from "../pause-gate.ts";
import {
  BIG,
  change,
  everywhere,
  flipBit,
  framesOf,
  frameWith,
  leafOfFirst,
  newBytes,
  packOf,
  sample,
  smallBytes,
  useSampleStore,
  verify,
} from "../testing/sample-store.ts";
import { seededBytes } from "../testing/trees.ts";

useSampleStore();

const quick = async () => (await verify({ depth: "quick" })).problems;
const path = (pack: string) => join(sample.folder, "packs", pack);

describe("a quick verification", () => {
  it("finds as much as a full one in a sound store, and reads no contents", async () => {
    const full = await verify();
    expect(await verify({ depth: "quick" })).toEqual({ ...full, depth: "quick" });
    const pack = packOf("content");
    flipBit(path(pack), frameWith(pack, hashId(smallBytes(5))).offset);
    expect(await quick()).toEqual([]);
    expect((await verify()).problems).toHaveLength(1);
  });

  it("finds a damaged manifest node, and what is below it", async () => {
    const { id, key } = await leafOfFirst();
    const pack = packOf("metadata");
    const { offset, storedLen } = frameWith(pack, id);
    flipBit(path(pack), offset + (storedLen >> 1));
    expect(await quick()).toMatchObject([{ ...everywhere, code: "CorruptObject", id, paths: [key] }]);
  });

  it("finds a damaged directory, and a pack that is cut short", async () => {
    const pack = packOf("content");
    flipBit(path(pack), statSync(path(pack)).size - 100);
    expect(await quick()).toEqual([{ code: "CorruptPack", message: expect.any(String), pack }]);
    const last = framesOf(packOf("metadata")).length;
    expect(last).toBeGreaterThan(0);
    truncateSync(path(pack), 400_000);
    const problems = await quick();
    expect(problems[0]).toEqual({ code: "CorruptPack", message: expect.any(String), pack });
    expect(problems.length).toBeGreaterThan(1);
    for (const problem of problems.slice(1))
      expect(problem).toMatchObject({ code: "CorruptObject", message: expect.stringContaining("cut short") });
  });

  it("finds a lost pack, a lost loose object and a row that leads astray", async () => {
    change("strata.db", "DELETE FROM loose_objects WHERE id = ?", idToBytes(hashId(newBytes)));
    const moved = hashId(seededBytes(1, BIG));
    change("index.db", "UPDATE objects SET start = start + 1 WHERE id = ?", idToBytes(moved));
    expect(await quick()).toMatchObject([
      { code: "DatabaseDamaged", id: moved, paths: ["big/1"] },
      { code: "MissingObject", id: hashId(newBytes), paths: ["new.bin"] },
    ]);
    rmSync(path(packOf("content")));
    expect((await quick())[0]).toMatchObject({ code: "CorruptPack", totals: { paths: 123 } });
  });
});

it("a verification can be paused, and goes on", async () => {
  const gate = new PauseGate();
  let isPaused = false;
  const onProgress = () => {
    if (isPaused) return;
    isPaused = true;
    gate.pause();
    setImmediate(() => gate.resume());
  };
  expect((await verify({ gate, onProgress })).problems).toEqual([]);
  expect(isPaused).toBe(true);
});
