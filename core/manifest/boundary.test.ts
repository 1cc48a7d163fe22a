import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { portableHash } from "../hash.ts";
import { Boundary, NonBoundaryItems } from "./boundary.ts";

/** Hashes a key as the boundary rule does, with the portable implementation. */
function hashOf(level: number, key: string): number {
  const digest = portableHash(Buffer.concat([Uint8Array.of(level), Buffer.from(key)]));
  return Buffer.from(digest).readUInt32BE(0);
}

/** Finds a key that ends, or does not end, a node after an item of this size. */
function keyThat(ends: boolean, level: number, itemBytes: number): string {
  for (let at = 0; ; at++) if (hashOf(level, `é${at}`) < itemBytes * 2 ** 18 === ends) return `é${at}`;
}

describe("a boundary", () => {
  test("comes after an item whose hash, which includes the level, is below its bytes times 2^18", () => {
    for (const level of [0, 1, 2, 9]) {
      const fill = { key: keyThat(false, level, 2048), bytes: 2048 };
      for (const ends of [true, false]) {
        const boundary = new Boundary(level);
        expect(boundary.endsAfter(fill.key, fill.bytes)).toBe(false);
        expect(boundary.endsAfter(fill.key, fill.bytes)).toBe(false);
        expect(boundary.endsAfter(keyThat(ends, level, 300), 300)).toBe(ends);
      }
    }
  });

  test("never comes before 4 KiB", () => {
    const lucky = keyThat(true, 0, 100);
    const boundary = new Boundary(0);
    for (let bytes = 100; bytes < 4096; bytes += 100) expect(boundary.endsAfter(lucky, 100)).toBe(false);
    expect(boundary.endsAfter(lucky, 100)).toBe(true);
  });

  test("may come at exactly 4 KiB after one item of a leaf or two of a branch", () => {
    expect(new Boundary(0).endsAfter(keyThat(true, 0, 4096), 4096)).toBe(true);
    expect(new Boundary(0).endsAfter(keyThat(true, 0, 4095), 4095)).toBe(false);
    const branch = new Boundary(1);
    expect(branch.endsAfter(keyThat(true, 1, 4096), 4096)).toBe(false);
    expect(branch.endsAfter(keyThat(true, 1, 100), 100)).toBe(true);
  });

  test("always comes at 32 KiB, after which counting restarts", () => {
    const unlucky = keyThat(false, 0, 1024);
    const boundary = new Boundary(0);
    for (let round = 0; round < 2; round++) {
      for (let item = 1; item < 32; item++) expect(boundary.endsAfter(unlucky, 1024)).toBe(false);
      expect(boundary.endsAfter(unlucky, 1024)).toBe(true);
    }
  });

  test("does not come after an item whose hash is known to be above the threshold, except at 32 KiB", () => {
    const lucky = keyThat(true, 0, 1024);
    const boundary = new Boundary(0);
    for (let item = 1; item < 32; item++) expect(boundary.endsAfter(lucky, 1024, true)).toBe(false);
    expect(boundary.endsAfter(lucky, 1024, true)).toBe(true);
  });

  test("comes after a big item, which shares its node with the items before it", () => {
    const boundary = new Boundary(0);
    expect(boundary.endsAfter(keyThat(false, 0, 100), 100)).toBe(false);
    expect(boundary.endsAfter("big", 16 * 1024)).toBe(true);
  });
});

describe("NonBoundaryItems", () => {
  test("finds the items from 4 KiB on, starting with the second", () => {
    const nonBoundary = new NonBoundaryItems();
    expect([1024, 1024, 2047, 1, 1].map((bytes) => nonBoundary.add(bytes))).toEqual([
      false,
      false,
      false,
      true,
      true,
    ]);
    const big = new NonBoundaryItems();
    expect([8192, 1].map((bytes) => big.add(bytes))).toEqual([false, true]);
  });

  test("finds no item that makes a boundary, in any sequence and whichever items are left out", () => {
    const items = fc.array(fc.tuple(fc.nat(1 << 16), fc.integer({ min: 100, max: 3000 }), fc.boolean()), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(items, fc.integer({ min: 0, max: 2 }), (all, level) => {
        const boundary = new Boundary(level);
        let nonBoundary = new NonBoundaryItems();
        for (const [seed, bytes, isLeftOut] of all) {
          const isBelow = hashOf(level, `${seed}`) < bytes * 2 ** 18;
          if (boundary.endsAfter(`${seed}`, bytes)) nonBoundary = new NonBoundaryItems();
          else if (!isLeftOut) expect(nonBoundary.add(bytes) && isBelow).toBe(false);
        }
      }),
    );
  });
});
