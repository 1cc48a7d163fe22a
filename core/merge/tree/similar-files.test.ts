import { describe, expect, test } from "vitest";
import { fileEntry } from "../../manifest/entry.ts";
import { inlineFile } from "../../testing/trees.ts";
import { sketchOf } from "../content/sketch.ts";
import { type Candidate, pairSimilar } from "./similar-files.ts";

/** A file of a size at a path. */
function file(path: string, size = 100): Candidate {
  const { content } = inlineFile(path);
  const entry = fileEntry(0o644, size, content);
  return { sides: { path, base: null, ours: null, theirs: null }, entry, wanted: true };
}

/** Pairs files as if those had the same content whose paths end in the same number; also returns how many were read. */
async function pair(removed: readonly Candidate[], added: readonly Candidate[]) {
  let read = 0;
  const { pairs, limited } = await pairSimilar(removed, added, async ({ content }) => {
    read++;
    const path = content.kind === "inline" ? Buffer.from(content.bytes).toString() : "";
    return sketchOf(Buffer.from(`${/\d*$/.exec(path)?.[0]}\n`.padStart(100, "x")));
  });
  return { pairs: pairs.map(({ from, to }) => [from.path, to.path]), limited, read };
}

const many = (folder: string, count: number) =>
  Array.from({ length: count }, (_, at) => file(`${folder}/${folder}${at}`));

describe("pairing similar files", () => {
  test("compares no more than a million pairs, and only unique names beyond that", async () => {
    const some = await pair(many("a", 30), many("b", 40));
    expect(some).toMatchObject({ limited: false, read: 70 });
    expect(some.pairs).toHaveLength(30);
    const all = await pair([...many("a", 1001), file("x/same")], [...many("b", 1000), file("y/same")]);
    expect(all).toEqual({ pairs: [["x/same", "y/same"]], limited: true, read: 2 });
  });

  test("reads no more than 256 MiB", async () => {
    const large = (path: string) => file(path, 100 * 2 ** 20);
    const found = await pair([large("a")], [large("b"), large("c")]);
    expect(found).toEqual({ pairs: [["a", "b"]], limited: true, read: 2 });
  });

  test("reads no file that none of a similar size is compared with", async () => {
    expect(await pair([file("a", 100)], [file("b", 201), file("c", 49)])).toMatchObject({
      pairs: [],
      limited: false,
      read: 0,
    });
  });

  test("leaves out removed files that are not wanted, and names that several files have", async () => {
    const unwanted = { ...file("a/x"), wanted: false };
    expect((await pair([unwanted], [file("b/x")])).pairs).toEqual([]);
    expect((await pair([unwanted, file("c/x")], [file("b/x")])).pairs).toEqual([["c/x", "b/x"]]);
  });
});
