import { rmSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { writeTree } from "../testing/folders.ts";
import { type DiskTree, lines, MergingStore } from "../testing/merging.ts";

const store = new MergingStore();
const call: MergingStore["call"] = (name, input) => store.call(name, input);

/** The beginning of a PNG image, and a mark. */
const image = (mark: number) => Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, mark]);

async function capture(tree: DiskTree): Promise<string> {
  const live = join(store.folder, "live");
  rmSync(live, { recursive: true, force: true });
  writeTree(live, tree);
  return (await call("capture", { paths: [live] })).ca_id;
}

it("MS28: has three versions of each file that can be shown, also where no label holds the base", async () => {
  const origin = await store.put("one", { a: lines(), "b.png": image(0), c: "c" });
  await call("label.create", { label: "two", ref: origin });
  const first = await store.put("one", { a: lines("1: one"), "b.png": image(1), c: "c" });
  const second = await store.put("two", { a: lines("30: two"), "b.png": image(0), c: "c" });
  // Each takes in the other: then both are bases, and the base is what comes of them.
  const left = await capture({ a: lines("1: one", "15: left", "30: two"), "b.png": image(2) });
  const right = await capture({
    a: lines("1: one", "15: right", "30: two"),
    "b.png": image(3),
    c: "changed",
  });
  await call("push", { ref: left, label: "one", expected: first, parents: ["two@{0}"] });
  await call("push", { ref: right, label: "two", expected: second, parents: ["one@{1}"] });
  const { id, base } = await call("merge.start", { ours: "one", theirs: "two" });
  expect([origin, first, second, left, right]).not.toContain(base?.ca_id);
  const expected = {
    a: {
      base: lines("1: one", "30: two"),
      ours: lines("1: one", "15: left", "30: two"),
      theirs: lines("1: one", "15: right", "30: two"),
    },
    "b.png": { base: image(1), ours: image(2), theirs: image(3) },
    c: { base: "c", ours: undefined, theirs: "changed" },
  };
  for (const [path, versions] of Object.entries(expected)) {
    const file = await call("merge.file", { merge: id, path });
    for (const side of ["base", "ours", "theirs"] as const) {
      const [version, bytes] = [file[side], versions[side]];
      if (bytes === undefined) expect(version).toBeNull();
      if (version === null || bytes === undefined) continue;
      const ref = `${version.ca_id}:${version.path}`;
      const { id: content, size } = version;
      expect(await call("preview", { ref })).toMatchObject({
        ...{ ca_id: version.ca_id, path: version.path, id: content, size },
        ...(path === "b.png" ? { kind: "image", media_type: "image/png" } : { kind: "text", text: bytes }),
      });
      const read = await call("read", { ref, offset: 0, length: size });
      expect(Buffer.from(read.bytes, "base64")).toEqual(Buffer.from(bytes));
    }
  }
});
