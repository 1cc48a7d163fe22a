import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { HoleFinder, LEAST_HOLE } from "./holes.ts";

/** Returns the reported content and the lengths of its holes, and checks that each hole is long enough. */
function split(pieces: readonly Uint8Array[]): { content: Buffer; holes: number[] } {
  const content: Uint8Array[] = [];
  const holes: number[] = [];
  const finder = new HoleFinder({
    data: (bytes) => content.push(Uint8Array.from(bytes)),
    hole(length) {
      expect(length).toBeGreaterThanOrEqual(LEAST_HOLE);
      holes.push(length);
      content.push(new Uint8Array(length));
    },
  });
  for (const piece of pieces) finder.add(piece);
  finder.end();
  return { content: Buffer.concat(content), holes };
}

const zeros = (length: number) => new Uint8Array(length);
const data = (length: number) => new Uint8Array(length).fill(7);

describe("HoleFinder", () => {
  it.each<[what: string, pieces: Uint8Array[], holes: number[]]>([
    ["nothing", [], []],
    ["data alone", [data(100_000)], []],
    ["too few zeros", [zeros(LEAST_HOLE - 1)], []],
    ["just enough zeros", [zeros(LEAST_HOLE)], [LEAST_HOLE]],
    ["zeros alone, in odd pieces", [zeros(12_345), zeros(54_321), zeros(1)], [66_667]],
    ["a hole at the beginning", [zeros(1 << 20), data(3)], [1 << 20]],
    ["a hole at the end", [data(4096), zeros(99_999)], [99_999]],
    ["a hole across pieces", [data(8192), zeros(20_000), zeros(30_000), data(1)], [50_000]],
    ["too few zeros across pieces", [data(8192), zeros(20_000), zeros(5_000), data(1)], []],
    ["two holes", [Buffer.concat([zeros(65_536), data(4096), zeros(65_536)]), data(9)], [65_536, 65_536]],
  ])("finds the holes in %s", (_, pieces, holes) => {
    const found = split(pieces);
    expect(found.holes).toEqual(holes);
    expect(found.content.equals(Buffer.concat(pieces))).toBe(true);
  });

  it("gives the content back, for any content in any pieces", () => {
    const piece = fc
      .array(fc.record({ zero: fc.boolean(), length: fc.integer({ min: 1, max: 60_000 }) }), { maxLength: 4 })
      .map((runs) => Buffer.concat(runs.map(({ zero, length }) => (zero ? zeros(length) : data(length)))));
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 6 }), (pieces) => {
        expect(split(pieces).content.equals(Buffer.concat(pieces))).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});
