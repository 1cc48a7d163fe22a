import { expect, it } from "vitest";
import { useOpened } from "./opened.ts";

it("keeps what came until it is taken, once", () => {
  const { add, take } = useOpened.getState();
  add(["/a"]);
  add([]);
  add(["/b", "/c"]);
  expect(take()).toEqual([["/a"], ["/b", "/c"]]);
  expect(take()).toEqual([]);
});
