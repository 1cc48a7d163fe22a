import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hashId } from "../hash.ts";
import { Chunker } from "./chunker.ts";

interface Expected {
  min: number;
  average: number;
  max: number;
  chunks: { offset: number; length: number; blake3: string }[];
}
const fixture = (name: string) => new URL(`../testing/fixtures/${name}`, import.meta.url);
const expected: Expected = JSON.parse(readFileSync(fixture("sekien-16k.json"), "utf8"));
const picture = readFileSync(fixture("SekienAkashita.jpg"));
const sizes = { chunkMin: expected.min, chunkAvg: expected.average, chunkMax: expected.max };

/** Feeds bytes in pieces of the given sizes, repeating, and returns the chunks. */
function cutAll(chunker: Chunker, bytes: Uint8Array, pieces: readonly number[]): Uint8Array[] {
  const chunks: Uint8Array[] = [];
  let offset = 0;
  for (let turn = 0, read = -1; read !== 0; turn++) {
    const space = chunker.space();
    read = Math.min(pieces[turn % pieces.length] ?? 1, space.length, bytes.length - offset);
    space.set(bytes.subarray(offset, offset + read));
    offset += read;
    chunker.filled(read);
    for (let chunk = chunker.next(read === 0); chunk; chunk = chunker.next(read === 0)) {
      chunks.push(Uint8Array.from(chunk));
    }
  }
  return chunks;
}

/** The published algorithm in plain BigInt arithmetic, including byte pairs. */
function cutSlowly(bytes: Uint8Array, gear: readonly bigint[], masks: [bigint, bigint]): number {
  if (bytes.length <= sizes.chunkMin) return bytes.length;
  const end = Math.min(bytes.length, sizes.chunkMax);
  let hash = 0n;
  for (let i = Math.floor(sizes.chunkMin / 2) * 2; i + 1 < end; i += 2) {
    const mask = i < Math.floor(Math.min(end, sizes.chunkAvg) / 2) * 2 ? masks[0] : masks[1];
    hash = BigInt.asUintN(64, (hash << 2n) + BigInt.asUintN(64, (gear[bytes[i] ?? 0] ?? 0n) << 1n));
    if ((hash & (mask << 1n)) === 0n) return i;
    hash = BigInt.asUintN(64, hash + (gear[bytes[i + 1] ?? 0] ?? 0n));
    if ((hash & mask) === 0n) return i + 1;
  }
  return end;
}

describe("Chunker", () => {
  it("cuts the published test picture at the same offsets as other implementations", () => {
    const chunks = cutAll(new Chunker(sizes), picture, [picture.length]);
    let offset = 0;
    const cuts = chunks.map((chunk) => {
      const cut = { offset, length: chunk.length, blake3: hashId(chunk) as string };
      offset += chunk.length;
      return cut;
    });
    expect(cuts).toEqual(expected.chunks);
  });

  it("makes the same cuts however the stream is fed", () => {
    const chunker = new Chunker(sizes);
    const random = fc.uint8Array({ minLength: 0, maxLength: 200_000 });
    fc.assert(
      fc.property(
        fc.oneof(random, fc.constant(picture)),
        fc.array(fc.integer({ min: 1, max: 70_000 }), { minLength: 1, maxLength: 8 }),
        (bytes, pieces) => {
          chunker.reset();
          const whole = cutAll(chunker, bytes, [bytes.length || 1]);
          chunker.reset();
          const fed = cutAll(chunker, bytes, pieces);
          expect(fed.map(hashId)).toEqual(whole.map(hashId));
          expect(Buffer.concat(fed).equals(bytes)).toBe(true);
        },
      ),
      { numRuns: 60 },
    );
  });

  it("agrees with a plain implementation of the algorithm, for odd lengths too", async () => {
    const { createHash } = await import("node:crypto");
    const gear = Array.from({ length: 256 }, (_, i) =>
      createHash("md5").update(Buffer.alloc(64, i)).digest().readBigUInt64BE(0),
    );
    const chunker = new Chunker(sizes);
    for (const from of [0, 1, 777, 30_001]) {
      for (const length of [0, 1, 4096, 4097, 16_385, 40_001, 79_464]) {
        const bytes = picture.subarray(from, from + length);
        chunker.reset();
        const lengths = cutAll(chunker, bytes, [9999]).map((chunk) => chunk.length);
        const slow: number[] = [];
        for (let at = 0; at < bytes.length; ) {
          const cut = cutSlowly(bytes.subarray(at), gear, [0x0000d90f03530000n, 0x0000d90303530000n]);
          slow.push(cut);
          at += cut;
        }
        expect(lengths).toEqual(slow);
      }
    }
  });

  it("keeps every chunk within its bounds with the default sizes", () => {
    const bytes = new Uint8Array(12_000_000);
    for (let i = 0, state = 1; i < bytes.length; i++) {
      state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
      bytes[i] = state >>> 16;
    }
    const chunks = cutAll(
      new Chunker({ chunkMin: 262_144, chunkAvg: 1_048_576, chunkMax: 4_194_304 }),
      bytes,
      [1_000_003],
    );
    expect(chunks.reduce((sum, chunk) => sum + chunk.length, 0)).toBe(bytes.length);
    for (const chunk of chunks.slice(0, -1)) {
      expect(chunk.length).toBeGreaterThanOrEqual(262_144);
      expect(chunk.length).toBeLessThanOrEqual(4_194_304);
    }
  });
});
