import { describe, expect, it, test } from "vitest";
import type { ChangeItem } from "../../api/queries.ts";
import { remarksOn, sizeWords } from "./change-words.ts";

type Side = NonNullable<ChangeItem["before"]>;

const side = (fields: Partial<Side>): Side => ({
  type: "file",
  mode: 0o100644,
  size: 10,
  id: "a",
  ...fields,
});
const change = (before: Side | undefined, after: Side | undefined): ChangeItem => ({
  path: "x",
  type: "file",
  ...(before && { before }),
  ...(after && { after }),
});

test("sizes are told of each side that has one, and once when they are the same", () => {
  expect(sizeWords(change(side({}), side({ size: 2000 })))).toBe("10 B → 2 kB");
  expect(sizeWords(change(side({}), side({})))).toBe("10 B");
  expect(sizeWords(change(undefined, side({ size: 5 })))).toBe("5 B");
  expect(sizeWords(change(side({ type: "symlink" }), side({ size: 5 })))).toBe("5 B");
  expect(sizeWords(change(undefined, side({ type: "symlink" })))).toBe("");
});

describe("remarks", () => {
  it("tell who may run it, and that nothing else changed", () => {
    const [plain, runnable] = [side({}), side({ mode: 0o100755 })];
    expect(remarksOn(change(plain, runnable))).toEqual(["Now executable.", "The content is the same."]);
    expect(remarksOn(change(runnable, side({ id: "b" })))).toEqual(["No longer executable."]);
    expect(remarksOn(change(plain, side({ mode: 0o100600, id: "b" })))).toEqual([
      "Permissions changed from 644 to 600.",
    ]);
  });

  it("tell what became of it", () => {
    expect(remarksOn(change(side({}), side({ type: "symlink", mode: 0o120777 })))).toEqual([
      "This was a file and is now a link.",
    ]);
  });

  it("are none where only the content changed, or one side is missing", () => {
    expect(remarksOn(change(side({}), side({ id: "b" })))).toEqual([]);
    expect(remarksOn(change(undefined, side({})))).toEqual([]);
  });
});
