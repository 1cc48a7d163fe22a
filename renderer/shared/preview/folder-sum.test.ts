import { expect, test } from "vitest";
import { largestOf, sumOf } from "./folder-sum.ts";

const file = (path: string, size: number) => ({ path, type: "file" as const, mode: 0o100644, size });
const folder = (path: string, files: number, size: number) => ({
  path,
  type: "directory" as const,
  mode: 0o040755,
  files,
  size,
});

test("folders count what is below them, files and links themselves", () => {
  expect(sumOf([folder("a", 3, 30), file("b", 5)])).toEqual({ files: 4, size: 35 });
  expect(sumOf([folder("empty", 0, 0)])).toEqual({ files: 0, size: 0 });
});

test("the largest, of whatever type", () => {
  expect(largestOf([folder("a", 3, 30), file("b", 50), file("c", 1)]).map(({ path }) => path)).toEqual([
    "b",
    "a",
    "c",
  ]);
  expect(largestOf(Array.from({ length: 30 }, (_, no) => file(`${no}`, no)))).toHaveLength(10);
});
