import { expect, it } from "vitest";
import { tableOf } from "./proof-table.mjs";

it("the table adds up what the tests counted, by figure and by what it was of", () => {
  const records = [
    { figure: "races", of: "pushes", count: 90_000, seed: 7 },
    { figure: "kills", of: "imports", count: 1, seed: 7 },
    { figure: "kills", of: "repairs", count: 1, seed: 8 },
    { figure: "kills", of: "imports", count: 1, seed: 7 },
    { figure: "cases", of: "nodes", count: 12_000, seed: 7 },
  ];
  const rows = tableOf(records, 2)
    .split("\n")
    .map((line) => line.trim().split(/ {2,}/));
  expect(rows).toEqual([
    ["kills survived", "3", "seeds 7, 8"],
    ["imports", "2"],
    ["repairs", "1"],
    ["cases fuzzed", "12,000", "seed 7"],
    ["nodes", "12,000"],
    ["minutes of races", "1.5", "seed 7"],
    ["pushes", "1.5"],
    ["failures", "2"],
  ]);
});

it("what was not run is not in the table", () => {
  expect(tableOf([], 0).split(/\s+/)).toEqual(["failures", "0"]);
});
