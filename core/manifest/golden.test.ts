import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { portableHash } from "../hash.ts";
import { idFromBytes, type ObjectId } from "../ids.ts";
import { MemoryObjectStore } from "../objects/memory-store.ts";
import { inlineFile, symlinkTo, tree } from "../testing/trees.ts";
import { buildManifest } from "./build.ts";
import { decodeChunkList, encodeChunkList } from "./chunk-list-codec.ts";
import { contentId } from "./content-id.ts";
import { type Content, fileEntry } from "./entry.ts";
import { encodeContent } from "./entry-codec.ts";
import { isLeaf, type Node } from "./node.ts";
import { decodeNode, encodeNode } from "./node-codec.ts";
import { NodeStore } from "./node-store.ts";

/** Encodes as the format is described in words, without the code under test. */
class Plain {
  readonly #parts: Buffer[] = [];

  u8(value: number): this {
    return this.bytes(Uint8Array.of(value));
  }

  u32(value: number): this {
    const bytes = new DataView(new ArrayBuffer(4));
    bytes.setUint32(0, value, true);
    return this.bytes(new Uint8Array(bytes.buffer));
  }

  u64(value: number): this {
    const bytes = new DataView(new ArrayBuffer(8));
    bytes.setBigUint64(0, BigInt(value), true);
    return this.bytes(new Uint8Array(bytes.buffer));
  }

  text(text: string): this {
    const bytes = new TextEncoder().encode(text);
    return this.u64(bytes.length).bytes(bytes);
  }

  bytes(bytes: Uint8Array): this {
    this.#parts.push(Buffer.from(bytes));
    return this;
  }

  hex(): string {
    return Buffer.concat(this.#parts).toString("hex");
  }
}

interface Golden {
  readonly name: string;
  readonly hex: string;
  readonly id: ObjectId;
}

const goldens: Golden[] = JSON.parse(readFileSync(new URL("golden/objects.json", import.meta.url), "utf8"));

function golden(name: string): Golden {
  const found = goldens.find((one) => one.name === name);
  if (found === undefined) throw new Error(`No golden vector ${name}`);
  return found;
}

const id = (digit: string) => digit.repeat(64) as ObjectId;
const raw = (digit: string) => Buffer.alloc(32, Number.parseInt(digit + digit, 16));

const leaf: Node = {
  level: 0,
  items: tree({
    "a.txt": inlineFile("hi"),
    "big.bin": fileEntry(0o755, 100_000, {
      kind: "chunks",
      chunks: [
        { id: id("1"), len: 65_536 },
        { id: id("2"), len: 34_464 },
      ],
    }),
    "empty/": null,
    "huge.iso": fileEntry(0o600, 2 ** 32 + 7, { kind: "list", id: id("3") }),
    "é/link": symlinkTo("../a.txt"),
  }).map(([key, entry]) => ({ key, entry })),
};

const branch: Node = {
  level: 1,
  items: [
    { key: "m/n", id: id("4"), entries: 70, bytes: 123_456 },
    { key: "z", id: id("5"), entries: 1, bytes: 2 ** 40 },
  ],
};

const list = {
  level: 1,
  items: [
    { id: id("6"), len: 300 },
    { id: id("7"), len: 2 ** 33 },
  ],
};

const plain: Record<string, Plain> = {
  "empty leaf": new Plain().u8(1).u8(0).u32(0).u64(0),
  leaf: new Plain()
    .u8(1) // version
    .u8(0) // level
    .u32(0) // Leaf
    .u64(5)
    .text("a.txt")
    .u32(0o100644)
    .u64(2)
    .u32(0) // Inline
    .text("hi")
    .u8(0) // no link
    .text("big.bin")
    .u32(0o100755)
    .u64(100_000)
    .u32(1) // Chunks
    .u64(2)
    .bytes(raw("1"))
    .u64(65_536)
    .bytes(raw("2"))
    .u64(34_464)
    .u8(0)
    .text("empty")
    .u32(0o040755)
    .u64(0)
    .u32(0)
    .u64(0)
    .u8(0)
    .text("huge.iso")
    .u32(0o100600)
    .u64(2 ** 32 + 7)
    .u32(2) // ChunkList
    .bytes(raw("3"))
    .u8(0)
    .text("é/link")
    .u32(0o120777)
    .u64(0)
    .u32(0)
    .u64(0)
    .u8(1) // a link
    .text("../a.txt"),
  branch: new Plain()
    .u8(1)
    .u8(1)
    .u32(1) // Branch
    .u64(2)
    .text("m/n")
    .bytes(raw("4"))
    .u64(70)
    .u64(123_456)
    .text("z")
    .bytes(raw("5"))
    .u64(1)
    .u64(2 ** 40),
  "chunk list": new Plain()
    .u8(1)
    .u8(1)
    .u64(2)
    .bytes(raw("6"))
    .u64(300)
    .bytes(raw("7"))
    .u64(2 ** 33),
};

describe("golden vectors", () => {
  test.each(goldens)("$name is encoded as the format describes", ({ name, hex, id }) => {
    expect(plain[name]?.hex()).toBe(hex);
    expect(idFromBytes(portableHash(Buffer.from(hex, "hex")))).toBe(id);
  });

  test.each<[string, Node]>([
    ["empty leaf", { level: 0, items: [] }],
    ["leaf", leaf],
    ["branch", branch],
  ])("%s is encoded and decoded", (name, node) => {
    const { hex, id } = golden(name);
    expect(Buffer.from(encodeNode(node)).toString("hex")).toBe(hex);
    const decoded = decodeNode(id, Buffer.from(hex, "hex"));
    const made = isLeaf(decoded) ? decoded.items.map(({ key, entry }) => ({ key, entry })) : decoded.items;
    expect({ level: decoded.level, items: made }).toEqual(node);
  });

  test("a chunk list is encoded and decoded", () => {
    const { hex, id } = golden("chunk list");
    expect(Buffer.from(encodeChunkList(list)).toString("hex")).toBe(hex);
    expect(decodeChunkList(id, Buffer.from(hex, "hex"))).toEqual(list);
  });

  test("a small tree's id is that of its leaf, an empty one's that of the empty leaf", async () => {
    const nodes = new NodeStore(new MemoryObjectStore());
    const items = decodeNode(golden("leaf").id, Buffer.from(golden("leaf").hex, "hex")).items;
    const entries = items.flatMap((item) => ("entry" in item ? [[item.key, item.entry] as const] : []));
    expect(await buildManifest(nodes, entries)).toBe(golden("leaf").id);
    expect(await buildManifest(nodes, [])).toBe(golden("empty leaf").id);
  });
});

describe("contentId", () => {
  const hash = (bytes: Uint8Array) => idFromBytes(portableHash(bytes));
  const file = (content: Content, size: number) => contentId(fileEntry(0o644, size, content));

  test("of inline bytes is their hash, whatever the mode", () => {
    expect(contentId(inlineFile("hi"))).toBe(hash(Buffer.from("hi")));
    expect(contentId(inlineFile("hi", 0o755))).toBe(contentId(inlineFile("hi")));
  });

  test("of one chunk is the chunk's id", () => {
    expect(file({ kind: "chunks", chunks: [{ id: id("1"), len: 5 }] }, 5)).toBe(id("1"));
  });

  test("of more is the hash of the encoded content", () => {
    const chunks = [
      { id: id("1"), len: 5 },
      { id: id("2"), len: 6 },
    ];
    const encoded = new Plain().u32(1).u64(2).bytes(raw("1")).u64(5).bytes(raw("2")).u64(6).hex();
    expect(Buffer.from(encodeContent({ kind: "chunks", chunks })).toString("hex")).toBe(encoded);
    expect(file({ kind: "chunks", chunks }, 11)).toBe(hash(Buffer.from(encoded, "hex")));
    const list = Buffer.from(new Plain().u32(2).bytes(raw("3")).hex(), "hex");
    expect(file({ kind: "list", id: id("3") }, 9)).toBe(hash(list));
  });

  test("of a link is the hash of its target, of an empty folder that of nothing", () => {
    expect(contentId(symlinkTo("é"))).toBe(hash(Buffer.from("é")));
    expect(tree({ "d/": null }).map(([, entry]) => contentId(entry))).toEqual([hash(new Uint8Array(0))]);
  });
});
