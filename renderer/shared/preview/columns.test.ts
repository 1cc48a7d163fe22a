import { expect, test } from "vitest";
import { columnWidths } from "./columns.ts";

test("columns are as wide as what is in them, within limits", () => {
  expect(columnWidths(["id", "a longer name"], [])).toBe("12ch 17ch");
  expect(columnWidths(["id", "text"], [["1", "x".repeat(300)], ["2"]])).toBe("12ch 44ch");
  expect(columnWidths([], [])).toBe("");
});
