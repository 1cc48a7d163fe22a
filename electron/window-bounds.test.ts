import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { placeWindow } from "./window-bounds.ts";

const display = { x: 0, y: 0, width: 1920, height: 1040 };
const second = { x: 1920, y: 0, width: 1280, height: 1000 };

describe("placeWindow", () => {
  it("puts a first window in the middle of the first display", () => {
    expect(placeWindow(undefined, [display, second])).toEqual({ x: 320, y: 110, width: 1280, height: 820 });
  });

  it("gives back a place that is on a display, whichever", () => {
    const there = { x: 2000, y: 40, width: 1000, height: 700 };
    expect(placeWindow(there, [display, second])).toEqual(there);
  });

  it("takes a window of a display that is gone to the first one, as large as it was", () => {
    expect(placeWindow({ x: 2000, y: 40, width: 1000, height: 700 }, [display])).toEqual({
      x: 460,
      y: 170,
      width: 1000,
      height: 700,
    });
  });

  it("moves a window back that hangs out of its display", () => {
    const out = { x: 1700, y: 900, width: 1000, height: 700 };
    expect(placeWindow(out, [display])).toEqual({ x: 920, y: 340, width: 1000, height: 700 });
  });

  it("does not make a window smaller than it can be, nor larger than its display", () => {
    expect(placeWindow({ x: 5, y: 5, width: 10, height: 10 }, [display])).toMatchObject({
      width: 900,
      height: 560,
    });
    const small = { x: 0, y: 0, width: 800, height: 500 };
    expect(placeWindow({ x: 0, y: 0, width: 3000, height: 3000 }, [small])).toEqual(small);
  });

  it("always gives a place that lies within one display", () => {
    const at = fc.integer({ min: -5000, max: 5000 });
    const size = fc.integer({ min: 1, max: 6000 });
    const rectangle = fc.record({ x: at, y: at, width: size, height: size });
    const displays = fc.tuple(rectangle, rectangle);
    fc.assert(
      fc.property(fc.option(rectangle, { nil: undefined }), displays, (remembered, screens) => {
        const { x, y, width, height } = placeWindow(remembered, screens);
        const inside = screens.some(
          (each) =>
            x >= each.x &&
            y >= each.y &&
            x + width <= each.x + each.width &&
            y + height <= each.y + each.height,
        );
        expect(inside).toBe(true);
      }),
    );
  });
});
