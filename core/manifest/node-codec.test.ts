import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { StrataError } from "../errors.ts";
import { hashId } from "../hash.ts";
import type { ObjectId } from "../ids.ts";
import { chunked, entries, idOf, models, paths, sorted, withoutClashes } from "../testing/manifests.ts";
import { runs } from "../testing/runs.ts";
import { inlineFile, symlinkTo } from "../testing/trees.ts";
import { type Entry, FOLDER_MODE, SYMLINK_MODE, sameEntry } from "./entry.ts";
import { entryProblem } from "./entry-codec.ts";
import { isLeaf, type LeafItem, type Node } from "./node.ts";
import { decodeNode, encodeNode, sameItem } from "./node-codec.ts";

/** Offsets in a leaf that begins with a path of one byte. */
const AT = {
  version: 0,
  level: 1,
  tag: 2,
  count: 6,
  keyLength: 14,
  key: 22,
  mode: 23,
  size: 27,
  content: 35,
};

const leaf = (...items: [string, Entry][]): Node => ({
  level: 0,
  items: items.map(([key, entry]) => ({ key, entry })),
});
const child = (key: string, more = {}) => ({ key, id: idOf(1), entries: 1, bytes: 1, ...more });

function decode(bytes: Uint8Array): Node {
  return decodeNode(hashId(bytes), bytes);
}

/** Copies a decoded node with all its entries built. */
function plain(node: Node): Node {
  return isLeaf(node) ? leaf(...node.items.map(({ key, entry }): [string, Entry] => [key, entry])) : node;
}

function patched(node: Node, at: number, ...values: number[]): Buffer {
  const bytes = Buffer.from(encodeNode(node));
  bytes.set(values, at);
  return bytes;
}

function expectCorrupt(bytes: Uint8Array, why: RegExp): void {
  const refused = { code: "CorruptObject", data: { id: hashId(bytes), why: expect.stringMatching(why) } };
  expect(() => decode(bytes)).toThrow(expect.objectContaining(refused));
}

function decodedItems(items: readonly (readonly [string, Entry])[]): readonly LeafItem[] {
  const node = decode(encodeNode(leaf(...items.map(([key, entry]): [string, Entry] => [key, entry]))));
  return isLeaf(node) ? node.items : [];
}

/** Entries that differ from each other in one property. */
const variants = [
  chunked(1, 1),
  chunked(2, 1),
  { ...chunked(1, 1), mode: 0o100755 },
  chunked(1, 2),
  inlineFile("a"),
  inlineFile("b"),
  symlinkTo("a"),
  symlinkTo("b"),
];

describe("a node", () => {
  test("decodes to the keys and entries that were encoded", () => {
    fc.assert(
      fc.property(paths, entries, (key, entry) => {
        const node = leaf([key, entry]);
        expect(plain(decode(encodeNode(node)))).toEqual(node);
      }),
    );
    fc.assert(
      fc.property(fc.uniqueArray(paths, { minLength: 1 }), fc.maxSafeNat(), (keys, bytes) => {
        const items = sorted(new Map(keys.slice(0, 7).map((key) => [key, child(key, { bytes })])));
        const node: Node = { level: 3, items: items.map(([, item]) => item) };
        expect(decode(encodeNode(node))).toEqual(node);
      }),
    );
  });

  test("returns the same entry on every access", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(paths, fc.constantFrom(...variants)), { maxLength: 6 }), (all) => {
        const items = sorted(withoutClashes(new Map(all)));
        const decoded = decodedItems(items);
        for (const at of [...decoded.keys()].reverse()) expect(decoded[at]?.entry).toEqual(items[at]?.[1]);
        for (const item of decoded) expect(item.entry).toBe(item.entry);
      }),
    );
  });

  test("compares items with those of another node by their bytes", () => {
    const few = fc.tuple(fc.constantFrom("a", "b"), fc.oneof(entries, fc.constantFrom(...variants)));
    fc.assert(
      fc.property(few, few, ([key, entry], [otherKey, otherEntry]) => {
        const [item, other] = [...decodedItems([[key, entry]]), ...decodedItems([[otherKey, otherEntry]])];
        const [again] = decodedItems([[key, entry]]);
        if (item === undefined || other === undefined || again === undefined) throw new Error("no items");
        const isSame = key === otherKey && sameEntry(entry, otherEntry);
        expect(sameItem(item, other)).toBe(isSame);
        expect(sameItem(item, { key: otherKey, entry: otherEntry })).toBe(isSame);
        expect(sameItem(item, again)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test("shares inline bytes with its encoding", () => {
    const bytes = encodeNode(leaf(["a", inlineFile("text")]));
    const [item] = decode(bytes).items;
    const content = item !== undefined && "entry" in item ? item.entry.content : undefined;
    expect(content?.kind === "inline" && content.bytes.buffer === bytes.buffer).toBe(true);
  });
});

describe("a decoder of untrusted bytes", () => {
  const one = leaf(["a", inlineFile("text")]);
  const chunks = leaf(["a", chunked(1, 2)]);
  const link = leaf(["a", symlinkTo("t")]);
  const branch: Node = { level: 1, items: [child("a"), child("b")] };
  const huge = [0, 0, 0, 0, 0, 0, 32, 0]; // 2^53

  test.each<[string, Uint8Array, RegExp]>([
    ["nothing at all", new Uint8Array(0), /too early/],
    ["another version", patched(one, AT.version, 2), /version/],
    ["a leaf above the ground", patched(one, AT.level, 1), /leaf is at level 1/],
    ["a branch on the ground", patched(branch, AT.level, 0), /branch is at level 0/],
    ["an unknown node tag", patched(one, AT.tag, 2), /tag 2/],
    ["a node tag's high byte", patched(one, AT.tag + 3, 1), /tag/],
    ["more items than bytes", patched(one, AT.count, 9), /longer/],
    ["2^53 items", patched(one, AT.count, ...huge), /2\^53/],
    ["fewer items than bytes", patched(one, AT.count, 0), /bytes follow/],
    ["a trailing byte", Buffer.concat([encodeNode(one), Uint8Array.of(0)]), /bytes follow/],
    ["a key longer than the object", patched(one, AT.keyLength, 200), /too early/],
    ["a key over 4,096 bytes", encodeNode(leaf(["k".repeat(4097), inlineFile("")])), /more than 4096/],
    ["an empty key", encodeNode(leaf(["", inlineFile("text")])), /empty/],
    ["a key that is not UTF-8", patched(one, AT.key, 0xff), /UTF-8/],
    ["a key that is a dot", patched(one, AT.key, 0x2e), /`\.`/],
    ["a key that is a slash", patched(one, AT.key, 0x2f), /empty/],
    ["a key with NUL", patched(one, AT.key, 0), /NUL/],
    ["a key that climbs", encodeNode(leaf(["a/../b", inlineFile("")])), /`\.\.`/],
    ["a key twice", encodeNode(leaf(["a", inlineFile("")], ["a", inlineFile("")])), /out of order/],
    ["keys out of order", encodeNode(leaf(["b", inlineFile("")], ["a", inlineFile("")])), /out of order/],
    [
      "keys in the order of UTF-16",
      encodeNode(leaf(["\u{10000}", inlineFile("")], ["\uffff", inlineFile("")])),
      /out of order/,
    ],
    [
      "a path below a file",
      encodeNode(leaf(["a", inlineFile("")], ["a/x", inlineFile("")])),
      /file and a folder/,
    ],
    [
      "a path below a file, not next to it",
      encodeNode(leaf(["a", inlineFile("")], ["a-b", inlineFile("")], ["a/x", inlineFile("")])),
      /file and a folder/,
    ],
    ["a size over 2^53 - 1", patched(one, AT.size, ...huge), /2\^53/],
    ["a size that is not the content's", patched(one, AT.size, 5), /5 bytes has 4/],
    ["a size that is not the chunks' sum", patched(chunks, AT.size, 6), /6 bytes has/],
    ["an unknown content tag", patched(one, AT.content, 3), /tag 3/],
    ["inline bytes past the end", patched(one, AT.content + 4, 5, 1), /too early/],
    ["more chunks than bytes", patched(chunks, AT.content + 4, 3), /longer/],
    ["a chunk over 2^53 - 1", patched(chunks, AT.content + 12 + 32, ...huge), /2\^53/],
    ["a chunk without bytes", patched(chunks, AT.content + 12 + 32, 0, 0, 0, 0), /chunk has no bytes/],
    [
      "no chunks",
      encodeNode(leaf(["a", { ...chunked(1, 1), size: 0, content: { kind: "chunks", chunks: [] } }])),
      /no chunks/,
    ],
    ["1,025 chunks", encodeNode(leaf(["a", chunked(1, 1025)])), /more than 1024/],
    ["an Option of 2", patched(link, AT.content + 12, 2), /option/],
    ["a target past the end", patched(link, AT.content + 13, 9), /too early/],
    ["a target that is not UTF-8", patched(link, AT.content + 21, 0xff), /UTF-8/],
    ["a branch without children", encodeNode({ level: 1, items: [] }), /no children/],
    ["children out of order", encodeNode({ level: 1, items: [child("b"), child("a")] }), /out of order/],
    ["a child twice", encodeNode({ level: 1, items: [child("a"), child("a")] }), /out of order/],
    ["children's entries over 2^53 - 1", patched(branch, AT.mode + 32, ...huge), /2\^53/],
    ["children's bytes over 2^53 - 1", patched(branch, AT.mode + 40, ...huge), /2\^53/],
    [
      "more items after 32 KiB",
      encodeNode(leaf(["a", inlineFile(new Uint8Array(32 * 1024))], ["b", inlineFile("")])),
      /maximum size/,
    ],
  ])("refuses %s", (_, bytes, why) => expectCorrupt(bytes, why));

  const nothing: Entry["content"] = { kind: "inline", bytes: new Uint8Array(0) };
  const text: Entry["content"] = { kind: "inline", bytes: Uint8Array.of(1) };
  test.each<[string, Entry, RegExp]>([
    ["setuid", { ...inlineFile(""), mode: 0o104755 }, /mode/],
    ["a mode without a type", { ...inlineFile(""), mode: 0o644 }, /mode/],
    ["a device", { ...inlineFile(""), mode: 0o060644 }, /mode/],
    ["bits above the type", { ...inlineFile(""), mode: 0o1100644 }, /mode/],
    ["a link's other permissions", { ...symlinkTo("a"), mode: 0o120755 }, /mode/],
    ["a folder's other permissions", { ...inlineFile(""), mode: 0o040700 }, /mode/],
    ["a file with a target", { ...inlineFile(""), symlink: "a" }, /target/],
    ["a link without one", { ...symlinkTo("a"), symlink: null }, /no target/],
    ["a folder with a target", { mode: FOLDER_MODE, size: 0, content: nothing, symlink: "a" }, /target/],
    ["a link with a size", { mode: SYMLINK_MODE, size: 1, content: text, symlink: "a" }, /has content/],
    [
      "a link in a chunk list",
      { mode: SYMLINK_MODE, size: 0, content: { kind: "list", id: idOf(1) }, symlink: "a" },
      /has content/,
    ],
    ["a folder with content", { mode: FOLDER_MODE, size: 1, content: text, symlink: null }, /has content/],
  ])("refuses %s", (_, entry, why) => {
    expect(entryProblem(entry)).toMatch(why);
    expectCorrupt(encodeNode(leaf(["a", entry])), why);
  });

  test("refuses a node cut short at any byte", () => {
    for (const node of [one, chunks, link, branch]) {
      const bytes = encodeNode(node);
      for (let length = 0; length < bytes.length; length++) expectCorrupt(bytes.subarray(0, length), /./);
    }
  });

  test("accepts only the one encoding of a node, however the bytes are changed", () => {
    const nodes = fc.oneof(
      models
        .filter((model) => model.size > 0)
        .map((model) =>
          leaf(
            ...sorted(model)
              .slice(0, 6)
              .map(([k, e]): [string, Entry] => [k, e]),
          ),
        ),
      fc.constantFrom(one, chunks, link, branch),
    );
    const damage = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), {
      minLength: 1,
      maxLength: 3,
    });
    fc.assert(
      fc.property(nodes, damage, fc.boolean(), (node, changes, isNearStart) => {
        const bytes = Buffer.from(encodeNode(node));
        for (const [at, value] of changes)
          bytes[at % Math.min(bytes.length, isNearStart ? 80 : bytes.length)] = value;
        expectCanonical(bytes);
      }),
      runs(1000),
    );
  });

  test("accepts nothing but nodes from random bytes", () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), expectCanonical), { numRuns: 1000 });
  });

  function expectCanonical(bytes: Uint8Array): void {
    let node: Node;
    try {
      node = decodeNode("0".repeat(64) as ObjectId, bytes);
    } catch (error) {
      expect(error instanceof StrataError && error.code).toBe("CorruptObject");
      return;
    }
    expect(Buffer.compare(encodeNode(node), bytes)).toBe(0);
  }
});
