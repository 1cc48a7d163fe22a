import { describe, expect, it } from "vitest";
import { hashId } from "../hash.ts";
import { idFromBytes, type ObjectId } from "../ids.ts";
import { seededBytes } from "../testing/trees.ts";
import { encodeChunkList } from "./chunk-list-codec.ts";
import { EMPTY_FOLDER, fileEntry, symlinkEntry } from "./entry.ts";
import { encodeNode } from "./node-codec.ts";
import { scanChunkList, scanNode } from "./scan.ts";

const id = (no: number) => hashId(seededBytes(no, 10));
const chunks = [1, 2, 3].map((no) => ({ id: id(no), len: 10 }));

/** Returns what a scan finds: the kind and the id of each reference. */
function found(scan: typeof scanNode, bytes: Uint8Array): [string, ObjectId][] {
  const all: [string, ObjectId][] = [];
  const note = (kind: string) => (from: Uint8Array, at: number) =>
    void all.push([kind, idFromBytes(from.subarray(at))]);
  scan(id(0), bytes, { node: note("node"), list: note("list"), chunk: note("chunk") });
  return all;
}

const leaf = encodeNode({
  level: 0,
  items: [
    { key: "a", entry: fileEntry(0o644, 5, { kind: "inline", bytes: Buffer.from("bytes") }) },
    { key: "b", entry: fileEntry(0o755, 30, { kind: "chunks", chunks }) },
    { key: "c/empty", entry: EMPTY_FOLDER },
    { key: "d", entry: symlinkEntry("../elsewhere") },
    { key: "e", entry: fileEntry(0o600, 5_000_000_000, { kind: "list", id: id(4) }) },
  ],
});
const branch = encodeNode({
  level: 1,
  items: [5, 6].map((no) => ({ key: `k${no}`, id: id(no), entries: no, bytes: no * 7 })),
});
const [list, upper] = [0, 1].map((level) => encodeChunkList({ level, items: chunks }));

describe("a scan", () => {
  it("tells what a node refers to, in order", () => {
    expect(found(scanNode, leaf)).toEqual([...chunks.map((chunk) => ["chunk", chunk.id]), ["list", id(4)]]);
    expect(found(scanNode, branch)).toEqual([
      ["node", id(5)],
      ["node", id(6)],
    ]);
  });

  it("tells what a chunk list refers to: chunks, or above them lists", () => {
    for (const [bytes, kind] of [
      [list, "chunk"],
      [upper, "list"],
    ] as const)
      expect(found(scanChunkList, bytes ?? leaf)).toEqual(chunks.map((chunk) => [kind, chunk.id]));
  });

  it.each([
    ["a leaf", scanNode, leaf],
    ["a branch", scanNode, branch],
    ["a chunk list", scanChunkList, list ?? leaf],
  ])("refuses %s that is cut short, goes on after its end, or is something else", (_, scan, bytes) => {
    const refused = expect.objectContaining({ code: "CorruptObject" });
    for (let end = 0; end < bytes.length; end++)
      expect(() => found(scan, bytes.subarray(0, end)), `${end}`).toThrow(refused);
    expect(() => found(scan, Buffer.concat([bytes, Buffer.of(0)]))).toThrow(refused);
    expect(() => found(scan, Buffer.from("neither of them, but a text"))).toThrow(refused);
  });
});
