import { rmSync, statSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { hashId } from "../hash.ts";
import {
  everywhere,
  flipBit,
  framesOf,
  frameWith,
  leafOfFirst,
  name,
  numbers,
  packOf,
  SMALL,
  sample,
  smallBytes,
  textBytes,
  useSampleStore,
  verify,
} from "../testing/sample-store.ts";
import { openTestStore } from "../testing/stores.ts";

useSampleStore();

describe("damage in packs", () => {
  it("in a raw frame loses the object that it hits", async () => {
    const [pack, id] = [packOf("content"), hashId(smallBytes(5))];
    const { offset, objects, codec } = frameWith(pack, id);
    expect(codec).toBe("raw");
    const start = objects.findIndex((object) => object.id === id) * SMALL;
    flipBit(join(sample.folder, "packs", pack), offset + start + 5);
    expect((await verify()).problems).toEqual([
      {
        ...everywhere,
        code: "CorruptObject",
        message: expect.any(String),
        id,
        pack,
        objects: 1,
        paths: ["small/05"],
      },
    ]);
  });

  it("in a compressed frame loses what is in it", async () => {
    const pack = packOf("content");
    const frame = framesOf(pack).find(({ codec }) => codec === "zstd");
    if (frame === undefined) throw new Error("no frame is compressed");
    flipBit(join(sample.folder, "packs", pack), frame.offset);
    const [problem, ...others] = (await verify()).problems;
    expect(others).toEqual([]);
    expect(problem).toMatchObject({
      ...everywhere,
      code: "CorruptObject",
      pack,
      objects: frame.objects.length,
    });
    const lost = new Set(frame.objects.map(({ id }) => id));
    const small = numbers.filter((no) => lost.has(hashId(smallBytes(no)))).map((no) => `small/${name(no)}`);
    const text = numbers.filter((no) => lost.has(hashId(textBytes(no)))).map((no) => `text/${name(no)}`);
    expect(problem?.paths).toEqual([...small, ...text].slice(0, 20));
  });

  it("in a manifest node touches what is below it, by its last path", async () => {
    const { id, key } = await leafOfFirst();
    const pack = packOf("metadata");
    const { offset, storedLen } = frameWith(pack, id);
    flipBit(join(sample.folder, "packs", pack), offset + (storedLen >> 1));
    expect((await verify()).problems).toEqual([
      {
        ...everywhere,
        code: "CorruptObject",
        message: expect.any(String),
        id,
        pack,
        objects: 1,
        paths: [key],
      },
    ]);
  });

  it("in a directory loses nothing that is in the index", async () => {
    const pack = packOf("content");
    const path = join(sample.folder, "packs", pack);
    flipBit(path, statSync(path).size - 100);
    expect((await verify()).problems).toEqual([{ code: "CorruptPack", message: expect.any(String), pack }]);
  });

  it("that cuts a pack short loses only the frames after the cut", async () => {
    const pack = packOf("content");
    const frames = framesOf(pack);
    const cut = frames.at(-2)?.offset ?? 0;
    truncateSync(join(sample.folder, "packs", pack), cut);
    const { problems } = await verify();
    expect(problems[0]).toEqual({ code: "CorruptPack", message: expect.any(String), pack });
    const behind = frames.filter(({ offset }) => offset >= cut);
    expect(problems.slice(1)).toEqual(
      behind.map(({ objects }) => ({
        ...everywhere,
        code: "CorruptObject",
        message: expect.stringContaining("cut short"),
        id: objects[0]?.id,
        pack,
        objects: objects.length,
        paths: expect.any(Array),
      })),
    );
  });

  it("that removes a pack is one problem if the index has the pack", async () => {
    const pack = packOf("content");
    const objects = framesOf(pack).flatMap((frame) => frame.objects).length;
    rmSync(join(sample.folder, "packs", pack));
    const { problems } = await verify();
    expect(problems).toEqual([
      {
        ...everywhere,
        code: "CorruptPack",
        message: expect.any(String),
        pack,
        objects,
        paths: expect.any(Array),
      },
    ]);
    expect(problems[0]?.paths).toHaveLength(20);
  });

  it("that removes a pack is reported object by object if the index does not have it", async () => {
    rmSync(join(sample.folder, "packs", packOf("metadata")));
    openTestStore(sample.folder).close();
    const { problems } = await verify();
    expect(problems.map(({ code }) => code)).toContain("MissingObject");
    const root = problems.find(({ id }) => id === sample.first);
    expect(root).toMatchObject({ code: "MissingObject", snapshots: [sample.first], labels: ["old"] });
  });
});
