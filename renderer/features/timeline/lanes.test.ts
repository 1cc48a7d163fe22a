import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { assignLanes, DOWN, INTO, inLane, type Jump, LANES, OUT, UP } from "./lanes.ts";

/** Draws the lanes as text, the newest row first and the outermost lane at the left. */
function draw(jumps: readonly Jump[], moves: number): string[] {
  const lanes = assignLanes(jumps);
  return Array.from({ length: moves }, (_, row) => {
    const mask = lanes.at(moves - 1 - row);
    return [2, 1, 0]
      .map((lane) => {
        const bits = inLane(mask, lane);
        if (bits & OUT) return bits & UP ? "├" : "┌";
        if (bits & INTO) return bits & DOWN ? "┝" : "└";
        return bits === (UP | DOWN) ? "│" : " ";
      })
      .join("");
  });
}

describe("lanes", () => {
  it("draw a jump from its row down to where it goes", () => {
    expect(draw([{ from: 4, to: 1 }], 6)).toEqual(["   ", "  ┌", "  │", "  │", "  └", "   "]);
  });

  it("have the shorter of two that overlap inside", () => {
    const jumps = [
      { from: 5, to: 0 },
      { from: 3, to: 1 },
    ];
    expect(draw(jumps, 6)).toEqual([" ┌ ", " │ ", " │┌", " ││", " │└", " └ "]);
  });

  it("hold jumps one below the other, and part those that meet", () => {
    const apart = [
      { from: 5, to: 4 },
      { from: 2, to: 0 },
    ];
    expect(draw(apart, 6)).toEqual(["  ┌", "  └", "   ", "  ┌", "  │", "  └"]);
    const meeting = [
      { from: 4, to: 2 },
      { from: 2, to: 0 },
    ];
    expect(draw(meeting, 5)).toEqual(["  ┌", "  │", " ┌└", " │ ", " └ "]);
  });

  it("merge what finds no lane into the outermost", () => {
    const jumps = [
      { from: 4, to: 3 },
      { from: 5, to: 2 },
      { from: 6, to: 1 },
      { from: 7, to: 0 },
    ];
    expect(draw(jumps, 8)).toEqual(["┌  ", "├  ", "│┌ ", "││┌", "││└", "│└ ", "┝  ", "└  "]);
  });

  it("show both ends of every jump, and join them", () => {
    const jump = fc.tuple(fc.nat(60), fc.nat(60)).filter(([a, b]) => a !== b);
    fc.assert(
      fc.property(fc.uniqueArray(jump, { selector: ([a, b]) => Math.max(a, b), maxLength: 40 }), (pairs) => {
        const jumps = pairs.map(([a, b]) => ({ from: Math.max(a, b), to: Math.min(a, b) }));
        const lanes = assignLanes(jumps);
        for (const { from, to } of jumps) {
          const joined = Array.from({ length: LANES }, (_, lane) => lane).some((lane) => {
            if (!(inLane(lanes.at(from), lane) & OUT) || !(inLane(lanes.at(to), lane) & INTO)) return false;
            for (let index = to; index <= from; index++) {
              const bits = inLane(lanes.at(index), lane);
              if (index < from && !(bits & UP)) return false;
              if (index > to && !(bits & DOWN)) return false;
            }
            return true;
          });
          expect(joined).toBe(true);
        }
      }),
    );
  });
});
