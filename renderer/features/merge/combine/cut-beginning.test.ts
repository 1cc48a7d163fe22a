import { expect, test } from "vitest";
import { cutBeginning } from "./cut-beginning.ts";

test("a common indent is left out, and a long common beginning up to a few characters", () => {
  expect(cutBeginning(["  one a", "  one b"])).toEqual(["one a", "one b"]);
  expect(cutBeginning(["  a", "b"])).toEqual(["  a", "b"]);
  const long = "x".repeat(90);
  expect(cutBeginning([`${long}a`, `${long}b`])).toEqual([`…${"x".repeat(12)}a`, `…${"x".repeat(12)}b`]);
  expect(cutBeginning(["same", "same"])).toEqual(["same", "same"]);
});
