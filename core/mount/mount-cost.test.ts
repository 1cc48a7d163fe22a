import { expect, it } from "vitest";
import { buildManifest } from "../manifest/build.ts";
import { NodeStore } from "../manifest/node-store.ts";
import { DEFAULT_PROFILE } from "../profile.ts";
import { CountingStore, sorted, sourceTree } from "../testing/manifests.ts";
import { seededBytes } from "../testing/trees.ts";
import { MemoryUpper } from "./memory-upper.ts";
import { Mount } from "./mount.ts";
import { MountReader } from "./mount-reader.ts";
import type { UpperReader } from "./upper-layer.ts";

const FILES = Number(process.env.STRATA_MOUNT_FILES ?? 80_000);

/** Opens a mount over a tree of this many files, with a cold node cache. */
async function mountOf(files: number) {
  const objects = new CountingStore();
  const tree = sorted(sourceTree(files));
  const base = await buildManifest(new NodeStore(objects), tree);
  const layer = new MemoryUpper(objects, base);
  const open = () => new Mount(layer, new NodeStore(objects), DEFAULT_PROFILE);
  const [path] = tree[files >> 1] ?? [""];
  return { objects, base, layer, open, path, folder: path.slice(0, path.lastIndexOf("/")) };
}

it("reads and writes only the nodes on the path to a change in a large snapshot", async () => {
  const { objects, base, layer, open, path, folder } = await mountOf(FILES);
  const counts = {
    opened: await objects.count(async () => open()),
    overwritten: await objects.count(() => open().writeFile(path, "changed")),
    added: await objects.count(() => open().writeFile(`${folder}/added`, "new")),
    removed: await objects.count(() => open().rm(`${folder}/added`)),
    listed: await objects.count(() => open().readdir(folder)),
    flushed: await objects.count(() => open().flush(new NodeStore(objects))),
  };
  expect(counts.flushed.result.id).not.toBe(base);
  expect(counts.opened).toMatchObject({ gets: 0, puts: 0 });
  // The root, a branch and a leaf on one path, and a leaf or two beside it.
  expect(counts.overwritten.gets).toBeLessThanOrEqual(5);
  expect(counts.added.gets).toBeLessThanOrEqual(6);
  expect(counts.removed.gets).toBeLessThanOrEqual(6);
  expect(counts.flushed.gets).toBeLessThanOrEqual(8);
  expect(counts.flushed.puts).toBeLessThanOrEqual(6);
  expect([counts.overwritten.puts, counts.added.puts, counts.removed.puts]).toEqual([0, 0, 0]);
  expect(layer.rows().rows).toHaveLength(1);
});

it("lists a folder without reading what was written in its subfolders", async () => {
  const { objects, layer, open } = await mountOf(2000);
  const mount = open();
  for (let at = 0; at < 300; at++) await mount.writeFile(`net/part-3/new-${at}`, "x");
  let seeks = 0;
  const watched: UpperReader = {
    state: () => layer.state(),
    rows: () => layer.rows(),
    get: (path) => layer.get(path),
    seek: (from) => {
      seeks++;
      return layer.seek(from);
    },
  };
  const listed = await new MountReader(watched, new NodeStore(objects)).readdir("net");
  expect(listed.map(({ name }) => name)).toContain("part-3");
  expect(seeks).toBeLessThan(20);
});

it("removes a folder of any size with one row, and moves it without reading its contents", async () => {
  const { objects, layer, open } = await mountOf(5000);
  const { gets } = await objects.count(() => open().rm("drivers", { recursive: true }));
  expect(layer.rows().rows).toEqual([["drivers", { entry: null }]]);
  expect(gets).toBeLessThanOrEqual(8);
  const { puts } = await objects.count(() => open().rename("fs", "drivers"));
  expect(puts).toBe(0);
  expect((await open().readdir("")).map(({ name }) => name)).toEqual(["arch", "drivers", "net"]);
});

it("stores a large stream chunk by chunk as it arrives", async () => {
  const profile = { inlineMax: 64, wholeMax: 1024, chunkMin: 4096, chunkAvg: 16_384, chunkMax: 65_536 };
  const objects = new CountingStore();
  const base = await buildManifest(new NodeStore(objects), []);
  const mount = new Mount(new MemoryUpper(objects, base), new NodeStore(objects), profile);
  const [pieces, length] = [256, 256 * 1024];
  let behind = 0;
  async function* stream(): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < pieces; at++) {
      // Everything earlier is stored by now, except for the chunker's window and the chunk lists.
      behind = Math.max(behind, at * length - objects.puts * profile.chunkAvg * 2);
      yield seededBytes(at, length);
    }
  }
  await mount.writeFile("large", stream());
  expect(await mount.stat("large")).toMatchObject({ size: pieces * length });
  expect(objects.puts).toBeGreaterThan(pieces);
  expect(behind).toBeLessThan(4 * profile.chunkMax);
  const tail = await mount.read("large", { from: pieces * length - 10, to: Infinity });
  expect(Buffer.compare(tail, seededBytes(pieces - 1, length).subarray(length - 10))).toBe(0);
});
