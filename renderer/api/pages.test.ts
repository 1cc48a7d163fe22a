import { expect, it } from "vitest";
import { pagesOf, TOP } from "./pages.ts";

it("tells the pages that rows are on, by the same object while they stay the same", () => {
  expect(pagesOf(0, 99, 100, TOP)).toBe(TOP);
  const next = pagesOf(95, 120, 100, TOP);
  expect(next).toEqual({ first: 0, last: 1 });
  expect(pagesOf(99, 199, 100, next)).toBe(next);
  expect(pagesOf(100, 199, 100, next)).toEqual({ first: 1, last: 1 });
});
