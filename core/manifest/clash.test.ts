import fc from "fast-check";
import { expect, test } from "vitest";
import { hasClash, paths, sorted } from "../testing/manifests.ts";
import { inlineFile } from "../testing/trees.ts";
import { ClashWatch } from "./clash.ts";

test.each([
  [["a", "a/x"], "a"],
  [["a", "a-b", "a.txt", "a/x"], "a"],
  [["a", "a-b", "a-b.c", "a/x"], "a"],
  [["a", "a-b", "a-b/x"], "a-b"],
  [["a/b", "a/b c", "a/b/c/d"], "a/b"],
  [["a-b", "a/x", "a0"], undefined],
  [["a-b", "a.txt", "a/x", "a/x-y", "a/xy"], undefined],
])("finds in %j that %j is a folder too", (list, expected) => {
  const clashes = new ClashWatch();
  expect(list.map((path) => clashes.add(path)).find((above) => above !== undefined)).toBe(expected);
});

test("agrees with a lookup of every parent", () => {
  fc.assert(
    fc.property(fc.array(paths, { maxLength: 12 }), (list) => {
      const model = new Map(list.map((path) => [path, inlineFile("")]));
      const clashes = new ClashWatch();
      const found = sorted(model).filter(([path]) => clashes.add(path) !== undefined);
      expect(found.length > 0).toBe(hasClash(model));
    }),
    { numRuns: 1000 },
  );
});
