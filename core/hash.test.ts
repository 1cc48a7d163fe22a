import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hashId, hashPrefix, loadNativeHash, portableHash } from "./hash.ts";

interface Vectors {
  cases: { input_len: number; hash: string }[];
}
const vectors: Vectors = JSON.parse(
  readFileSync(new URL("./testing/fixtures/blake3-vectors.json", import.meta.url), "utf8"),
);
/** The input of the official vectors: the bytes 0…250, repeated. */
const input = (length: number) => Uint8Array.from({ length }, (_, i) => i % 251);
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");

const nativeHash = loadNativeHash();

describe("hash", () => {
  it("uses the native implementation on this platform", () => {
    expect(nativeHash).toBeDefined();
  });

  it.each(vectors.cases)("matches the official vector for $input_len bytes", ({ input_len, hash }) => {
    const bytes = input(input_len);
    expect(hex(portableHash(bytes))).toBe(hash.slice(0, 64));
    expect(nativeHash && hex(nativeHash(bytes))).toBe(hash.slice(0, 64));
    expect(hashId(bytes)).toBe(hash.slice(0, 64));
    expect(hashPrefix(bytes)).toBe(Number.parseInt(hash.slice(0, 8), 16));
  });

  it("matches the portable implementation on any bytes, including a view into a larger buffer", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 5000 }), fc.nat(100), (bytes, skip) => {
        const view = bytes.subarray(Math.min(skip, bytes.length));
        expect(hashId(view)).toBe(hex(portableHash(view)));
      }),
    );
  });
});
