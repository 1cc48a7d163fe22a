import { rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { hashId } from "../hash.ts";
import { idToBytes } from "../ids.ts";
import { buildManifest } from "../manifest/build.ts";
import { writeChunks } from "../manifest/chunk-list.ts";
import { DEFAULT_FILE_MODE, fileEntry } from "../manifest/entry.ts";
import { encodeNode } from "../manifest/node-codec.ts";
import { NodeStore } from "../manifest/node-store.ts";
import {
  addLabel,
  BIG,
  change,
  digest,
  FILES,
  flipBit,
  leafOfFirst,
  name,
  packOf,
  SMALL,
  sample,
  useSampleStore,
  verify,
} from "../testing/sample-store.ts";
import { seededBytes } from "../testing/trees.ts";
import type { VerifyProgress } from "./verify-pace.ts";

useSampleStore();

describe("a sound store", () => {
  it("verifies clean, and is read as a whole", async () => {
    const { problems, ...counts } = await verify();
    expect(problems).toEqual([]);
    expect(counts).toMatchObject({ packs: 2, snapshots: 2, labels: 2 });
    expect(counts.objects).toBeGreaterThan(2 * FILES + 3);
    expect(counts.bytes).toBeGreaterThan(FILES * SMALL + 3 * BIG);
  });

  it("is not changed, nor is a damaged one", async () => {
    flipBit(join(sample.folder, "packs", packOf("content")), 1000);
    rmSync(join(sample.folder, "packs", packOf("metadata")));
    const before = digest(sample.folder);
    expect((await verify()).problems).not.toEqual([]);
    expect(digest(sample.folder)).toEqual(before);
  });

  it("reports its progress, and stops when cancelled", async () => {
    const told: VerifyProgress[] = [];
    await verify({ onProgress: (progress) => told.push(progress) });
    expect(new Set(told.map(({ phase }) => phase))).toEqual(new Set(["databases", "objects", "snapshots"]));
    const ends = told.filter(({ done, total }) => done === total);
    expect([...new Set(ends.map(({ phase }) => phase))]).toEqual(["databases", "snapshots"]);
    for (const phase of ["databases", "objects", "snapshots"]) {
      const stop = new AbortController();
      const onProgress = (progress: VerifyProgress) => progress.phase === phase && stop.abort();
      await expect(verify({ signal: stop.signal, onProgress })).rejects.toMatchObject({ code: "Cancelled" });
    }
  });
});

it("a snapshot that was pruned is not missed, though moves name it", async () => {
  change("strata.db", "DELETE FROM loose_objects WHERE id = ?", idToBytes(sample.second));
  change("strata.db", "UPDATE labels SET head = ? WHERE name = 'main'", idToBytes(sample.first));
  const missed = (await verify()).problems.filter(({ code }) => code === "MissingObject");
  expect(missed).toMatchObject([{ id: sample.second }]);
  change("strata.db", "DELETE FROM snapshots WHERE id = ?", idToBytes(sample.second));
  change("strata.db", "INSERT INTO pruned_snapshots (id, at) VALUES (?, 1)", idToBytes(sample.second));
  const codes = (await verify()).problems.map(({ code }) => code);
  expect(codes).not.toContain("MissingObject");
});

describe("damage in manifests", () => {
  it("is a chunk whose length differs from the entry's", async () => {
    const id = hashId(seededBytes(1, BIG));
    const wrong = fileEntry(DEFAULT_FILE_MODE, 5, { kind: "chunks", chunks: [{ id, len: 5 }] });
    const root = await addLabel("wrong", (objects) =>
      buildManifest(new NodeStore(objects), [["five", wrong]]),
    );
    expect((await verify()).problems).toMatchObject([
      {
        code: "CorruptObject",
        message: expect.any(String),
        id: root,
        snapshots: [root],
        labels: ["wrong"],
        paths: ["five"],
      },
    ]);
  });

  it("is a missing chunk of a long list", async () => {
    const absent = hashId(seededBytes(1, 99));
    const root = await addLabel("long", async (objects) => {
      const chunks = [];
      for (let no = 0; no < 1100; no++) {
        chunks.push({
          id: await objects.put("content", Buffer.from(`chunk ${name(no).padStart(4, "0")}`)),
          len: 10,
        });
      }
      chunks.push({ id: absent, len: 10 });
      const entry = fileEntry(DEFAULT_FILE_MODE, 11010, await writeChunks(objects, chunks));
      return await buildManifest(new NodeStore(objects), [["long", entry]]);
    });
    expect((await verify()).problems).toMatchObject([
      {
        code: "MissingObject",
        message: expect.any(String),
        id: absent,
        objects: 1,
        snapshots: [root],
        labels: ["long"],
        paths: ["long"],
      },
    ]);
  });

  it("is a tree that no builder would make", async () => {
    const root = await addLabel("odd", async (objects) => {
      const { id } = await leafOfFirst();
      const leaf = await new NodeStore(objects).node(id);
      const key = leaf.items.at(-1)?.key ?? "";
      return await objects.put(
        "metadata",
        encodeNode({ level: 1, items: [{ key, id, entries: 1, bytes: 1 }] }),
      );
    });
    const [problem, ...others] = (await verify()).problems;
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ code: "CorruptObject", id: root, snapshots: [root], labels: ["odd"] });
  });
});
