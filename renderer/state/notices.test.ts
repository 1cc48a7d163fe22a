import { beforeEach, expect, test } from "vitest";
import { useNotices } from "./notices.ts";

const { tell } = useNotices.getState();
const told = () => useNotices.getState().notices.map(({ text }) => text);

beforeEach(() => useNotices.setState({ notices: [] }));

test("what was done gives way to what is done next, and what failed stays", () => {
  tell({ kind: "done", text: "one" });
  tell({ kind: "failed", text: "two" });
  tell({ kind: "done", text: "three" });
  expect(told()).toEqual(["two", "three"]);
});

test("three are shown at most", () => {
  for (const text of ["one", "two", "three", "four"]) tell({ kind: "failed", text });
  expect(told()).toEqual(["two", "three", "four"]);
});
