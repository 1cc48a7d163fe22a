import { expect, test } from "vitest";
import { isExecutable, viewsOf } from "./views.ts";

test("a file is shown in the best way first, and as bytes in any case", () => {
  expect(viewsOf({ kind: "text", text: "" })).toEqual(["text", "bytes"]);
  expect(viewsOf({ kind: "image" })).toEqual(["image", "bytes"]);
  expect(viewsOf({ kind: "image", text: "<svg/>" })).toEqual(["image", "text", "bytes"]);
  expect(viewsOf({ kind: "sqlite" })).toEqual(["tables", "bytes"]);
  expect(viewsOf({ kind: "binary" })).toEqual(["bytes"]);
});

test("what may be run", () => {
  expect(isExecutable(0o100755)).toBe(true);
  expect(isExecutable(0o100644)).toBe(false);
});
