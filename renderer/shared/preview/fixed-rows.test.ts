import { expect, test } from "vitest";
import { windowOf } from "./fixed-rows.ts";

test("what is in view, and a little around it", () => {
  expect(windowOf(0, 200, 20, 1000)).toEqual({ first: 0, last: 18 });
  expect(windowOf(2000, 200, 20, 1000)).toEqual({ first: 92, last: 118 });
  expect(windowOf(19_800, 200, 20, 1000)).toEqual({ first: 982, last: 1000 });
});

test("no rows", () => {
  expect(windowOf(0, 200, 20, 0)).toEqual({ first: 0, last: 0 });
  expect(windowOf(5000, 200, 20, 10)).toEqual({ first: 10, last: 10 });
});
