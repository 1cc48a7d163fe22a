import { cpSync, existsSync, readdirSync, readFileSync, rmSync, statSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { hashId } from "../hash.ts";
import { idToBytes } from "../ids.ts";
import { layoutOf } from "../store/layout.ts";
import { temporaryFolder, writeTree } from "../testing/folders.ts";
import { TestRunner } from "../testing/operations.ts";
import {
  BIG,
  change,
  digest,
  flipBit,
  framesOf,
  newBytes,
  packOf,
  sample,
  smallBytes,
  useSampleStore,
} from "../testing/sample-store.ts";
import { openTestStore } from "../testing/stores.ts";
import { seededBytes } from "../testing/trees.ts";
import type { RepairProgress } from "./repair.ts";
import { damageOne, path, plan, problems, readable, repair, setAside, withRunner } from "./repair-suite.ts";
import { operations } from "./table.ts";

useSampleStore();

describe("the plan of a repair", () => {
  it("has no steps for a sound store", async () => {
    expect(await plan()).toEqual({ steps: [], problems: [], isDatabaseLost: false });
  });

  it("says what would be done and what it touches, and changes nothing", async () => {
    const { pack, id, objects } = damageOne();
    // Opening it for writing makes the reserve.
    await plan();
    const before = digest(sample.folder);
    const { steps, problems } = await plan();
    expect(steps).toEqual([
      { do: "set-aside-pack", pack, bytes: statSync(path(pack)).size, kept: objects.length - 1, lost: 1 },
    ]);
    expect(problems).toMatchObject([{ id, paths: ["small/05"], labels: ["main", "old"] }]);
    expect(digest(sample.folder)).toEqual(before);
  });
});

describe("a repair", () => {
  it("copies the sound objects of a damaged pack, and keeps the pack in set-aside", async () => {
    const { pack, id, objects } = damageOne();
    const bytes = readFileSync(path(pack));
    const report = await repair();
    expect(report).toMatchObject({ setAside: [pack], isIndexRebuilt: false });
    expect(report.remaining).toMatchObject([{ code: "MissingObject", id, paths: ["small/05"] }]);
    expect(readFileSync(join(sample.folder, "set-aside", pack))).toEqual(bytes);
    expect(existsSync(path(pack))).toBe(false);
    expect(await readable(objects)).toEqual(objects.filter((each) => each !== id));
    // The damaged object counts as absent, so that it is stored again.
    const store = openTestStore(sample.folder);
    expect(await store.objects.has([id])).toEqual([false]);
    const again = store.stage();
    await again.put("content", smallBytes(5));
    await again.flush();
    store.close();
    expect(await problems()).toEqual([]);
    expect((await repair()).plan.steps).toEqual([]);
  });

  it.each([
    ["that the index knows", false],
    ["that the index does not know", true],
  ])("brings back every object of a pack with a damaged directory, %s", async (_, isUnknown) => {
    const pack = packOf("content");
    const objects = framesOf(pack).flatMap((frame) => frame.objects.map(({ id }) => id));
    // In the checksum, so that all else can be read.
    flipBit(path(pack), statSync(path(pack)).size - 20);
    if (isUnknown) rmSync(join(sample.folder, "index.db"));
    const { remaining, setAside: moved } = await repair();
    expect(moved).toEqual([pack]);
    expect(remaining).toEqual([]);
    expect(await problems()).toEqual([]);
    expect(await readable(objects)).toEqual(objects);
  });

  it("keeps what a pack that is cut short still has", async () => {
    const pack = packOf("content");
    const frames = framesOf(pack);
    const cut = frames.at(-2)?.offset ?? 0;
    truncateSync(path(pack), cut);
    const kept = frames.filter(({ offset }) => offset < cut).flatMap((frame) => frame.objects);
    await repair();
    const ids = kept.map(({ id }) => id);
    expect(await readable(ids)).toEqual(ids);
    expect(setAside()).toEqual([pack]);
  });

  it("no longer looks in packs that are gone", async () => {
    const pack = packOf("content");
    const runner = new TestRunner(sample.folder);
    rmSync(path(pack));
    const { plan: made, remaining } = await runner.run(operations.repair, { restoreDatabase: false });
    runner.close();
    expect(made.steps).toEqual([{ do: "forget-packs", packs: [pack] }]);
    expect(new Set(remaining.map(({ code }) => code))).toEqual(new Set(["MissingObject"]));
  });

  it("takes a damaged frame out of the database, and keeps the sound objects in it", async () => {
    const id = hashId(newBytes);
    change(
      "strata.db",
      "UPDATE loose_frames SET stored = zeroblob(length(stored)) WHERE no = (SELECT frame FROM loose_objects WHERE id = ?)",
      idToBytes(id),
    );
    const { plan: made, remaining } = await repair();
    expect(made.steps).toMatchObject([{ do: "set-aside-frame", kept: 0, lost: 1 }]);
    expect(remaining).toMatchObject([{ code: "MissingObject", id, paths: ["new.bin"] }]);
    expect(setAside()).toEqual([
      expect.stringMatching(/^frame-\d+-.*\.bin$/),
      expect.stringMatching(/^frame-\d+-.*\.json$/),
    ]);
  });

  it.each([
    ["an object's place", "UPDATE objects SET start = start + 1 WHERE id = ?"],
    ["an object", "DELETE FROM objects WHERE id = ?"],
  ])("makes an index again that lost %s", async (_, sql) => {
    change("index.db", sql, idToBytes(hashId(seededBytes(1, BIG))));
    const { plan: made, isIndexRebuilt, remaining } = await repair();
    expect(made.steps).toEqual([{ do: "rebuild-index" }]);
    expect({ isIndexRebuilt, remaining }).toEqual({ isIndexRebuilt: true, remaining: [] });
    expect(await problems()).toEqual([]);
  });

  it("finds what is behind a damaged index, too", async () => {
    const { pack, id } = damageOne();
    change("index.db", "UPDATE frames SET stored = 'x' WHERE no = (SELECT max(no) FROM frames)");
    const { remaining, setAside: moved } = await repair();
    expect(moved).toEqual([pack]);
    expect(remaining).toMatchObject([{ code: "MissingObject", id }]);
  });

  it("leaves a file that was set aside before as it is", async () => {
    const { pack } = damageOne();
    const copy = join(temporaryFolder(), pack);
    cpSync(path(pack), copy);
    await repair();
    cpSync(copy, path(pack));
    await repair();
    expect(setAside()).toEqual([pack, `${pack}-2`]);
  });

  it("that is cancelled before the pack is moved leaves the packs as they are", async () => {
    const { objects, id } = damageOne();
    const packs = readdirSync(join(sample.folder, "packs"));
    const stop = new AbortController();
    const onProgress = ({ phase }: RepairProgress) => void (phase === "repairing" && stop.abort());
    const call = { signal: stop.signal, onProgress };
    await withRunner((runner) =>
      expect(runner.run(operations.repair, { restoreDatabase: false }, call)).rejects.toMatchObject({
        code: "Cancelled",
      }),
    );
    expect(readdirSync(join(sample.folder, "packs"))).toEqual(packs);
    expect(setAside()).toEqual([]);
    expect(await readable(objects)).toEqual(objects.filter((each) => each !== id));
  });
});

it("an import stores again what a repair took out, whatever the stat cache knows", async () => {
  const root = temporaryFolder();
  const [folder, store] = [join(root, "folder"), join(root, "store")];
  writeTree(folder, {
    a: seededBytes(1, 700_000),
    b: seededBytes(2, 700_000),
    "c/d": seededBytes(3, 900_000),
  });
  const importing = { paths: [folder], label: "main" };
  const runner = new TestRunner(store);
  const { id } = await runner.run(operations.import, importing);
  runner.close();
  sample.folder = store;
  for (const kind of ["content", "metadata"] as const) {
    const [frame] = existsSync(path(packOf(kind))) ? framesOf(packOf(kind)) : [];
    if (frame !== undefined) flipBit(path(packOf(kind)), frame.offset + 20);
  }
  expect((await repair()).remaining).not.toEqual([]);
  const again = new TestRunner(store);
  expect(await again.run(operations.import, importing)).toMatchObject({ id, moved: false });
  again.close();
  expect(await problems()).toEqual([]);
  expect(layoutOf(store).setAside).toBe(join(store, "set-aside"));
});
