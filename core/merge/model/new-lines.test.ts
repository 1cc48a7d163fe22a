import fc from "fast-check";
import { expect, test } from "vitest";
import { actions, afterAll, samples } from "./file-merges-suite.ts";
import { splitLines } from "./lines.ts";
import { newLines } from "./new-lines.ts";

const texts = { base: ["a\n", "old\n"], ours: ["a\n", "o\r\n", "last"], theirs: ["t\n"] };

test("finds lines that neither side has, and whether the base has them", () => {
  const result = ["t\n", "new\n", "newer\n", "old\n", "a\n", "old\n"];
  expect(newLines(result, texts)).toEqual([
    { start: 1, count: 2, inBase: false },
    { start: 3, count: 1, inBase: true },
    { start: 5, count: 1, inBase: true },
  ]);
});

test("treats a different line end as a different line, but not a missing one", () => {
  expect(newLines(["o\n"], texts)).toEqual([{ start: 0, count: 1, inBase: false }]);
  expect(newLines(["last\n", "last\r\n", "last", "t", "o", "a"], texts)).toEqual([]);
});

test("finds only lines that were typed or come from the base", () => {
  fc.assert(
    fc.property(samples, actions, (made, all) => {
      const merge = afterAll(made, all);
      for (const { start, count } of newLines(splitLines(merge.text()), made.texts)) {
        for (const { origin } of merge.origins(start, start + count)) {
          expect(["typed", "base", "unresolved"]).toContain(origin);
        }
      }
    }),
    { numRuns: 300 },
  );
});
