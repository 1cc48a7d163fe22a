import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { portableHash } from "../hash.ts";
import { Boundary, LostRolls } from "./boundary.ts";

/** The die of the rule, by the portable hash. */
function roll(level: number, key: string): number {
  const digest = portableHash(Buffer.concat([Uint8Array.of(level), Buffer.from(key)]));
  return Buffer.from(digest).readUInt32BE(0);
}

/** Finds a key whose die says whether an item of so many bytes ends its node. */
function keyThat(ends: boolean, level: number, itemBytes: number): string {
  for (let at = 0; ; at++) if (roll(level, `é${at}`) < itemBytes * 2 ** 18 === ends) return `é${at}`;
}

describe("a boundary", () => {
  test("comes after an item whose die is under its bytes times 2^18, by the level", () => {
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

  test("does not come before 4 KiB", () => {
    const lucky = keyThat(true, 0, 100);
    const boundary = new Boundary(0);
    for (let bytes = 100; bytes < 4096; bytes += 100) expect(boundary.endsAfter(lucky, 100)).toBe(false);
    expect(boundary.endsAfter(lucky, 100)).toBe(true);
  });

  test("may come at exactly 4 KiB, where a leaf has one item and a branch needs two", () => {
    expect(new Boundary(0).endsAfter(keyThat(true, 0, 4096), 4096)).toBe(true);
    expect(new Boundary(0).endsAfter(keyThat(true, 0, 4095), 4095)).toBe(false);
    const branch = new Boundary(1);
    expect(branch.endsAfter(keyThat(true, 1, 4096), 4096)).toBe(false);
    expect(branch.endsAfter(keyThat(true, 1, 100), 100)).toBe(true);
  });

  test("always comes at 32 KiB, and begins anew after it", () => {
    const unlucky = keyThat(false, 0, 1024);
    const boundary = new Boundary(0);
    for (let round = 0; round < 2; round++) {
      for (let item = 1; item < 32; item++) expect(boundary.endsAfter(unlucky, 1024)).toBe(false);
      expect(boundary.endsAfter(unlucky, 1024)).toBe(true);
    }
  });

  test("does not come after an item that is known to have lost its roll, except at 32 KiB", () => {
    const lucky = keyThat(true, 0, 1024);
    const boundary = new Boundary(0);
    for (let item = 1; item < 32; item++) expect(boundary.endsAfter(lucky, 1024, true)).toBe(false);
    expect(boundary.endsAfter(lucky, 1024, true)).toBe(true);
  });

  test("comes after a big item, which shares its node with what came before", () => {
    const boundary = new Boundary(0);
    expect(boundary.endsAfter(keyThat(false, 0, 100), 100)).toBe(false);
    expect(boundary.endsAfter("big", 16 * 1024)).toBe(true);
  });
});

describe("of a stored node's items", () => {
  test("those have lost their rolls that come at 4 KiB or later, and as the second or later", () => {
    const lost = new LostRolls();
    expect([1024, 1024, 2047, 1, 1].map((bytes) => lost.has(bytes))).toEqual([
      false,
      false,
      false,
      true,
      true,
    ]);
    const big = new LostRolls();
    expect([8192, 1].map((bytes) => big.has(bytes))).toEqual([false, true]);
  });

  test("none is said to have lost that has won, in any row of items and whichever of them are left out", () => {
    const items = fc.array(fc.tuple(fc.nat(1 << 16), fc.integer({ min: 100, max: 3000 }), fc.boolean()), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(items, fc.integer({ min: 0, max: 2 }), (all, level) => {
        const boundary = new Boundary(level);
        let lost = new LostRolls();
        for (const [seed, bytes, isLeftOut] of all) {
          const wins = roll(level, `${seed}`) < bytes * 2 ** 18;
          if (boundary.endsAfter(`${seed}`, bytes)) lost = new LostRolls();
          else if (!isLeftOut) expect(lost.has(bytes) && wins).toBe(false);
        }
      }),
    );
  });
});
