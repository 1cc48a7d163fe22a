import { expect, test } from "vitest";
import { jointsOf } from "./joints.ts";

const moves = 10;

test.each<[string, Parameters<typeof jointsOf>, string, string]>([
  [
    "between others",
    [
      { from: "a", to: "b", index: 4 },
      { moves, newer: undefined, older: undefined, all: true },
    ],
    "line",
    "line",
  ],
  [
    "the newest",
    [
      { from: "a", to: "b", index: 9 },
      { moves, newer: undefined, older: { index: 8 }, all: true },
    ],
    "none",
    "line",
  ],
  [
    "the first",
    [
      { from: null, to: "b", index: 0 },
      { moves, newer: { index: 1 }, older: undefined, all: true },
    ],
    "line",
    "none",
  ],
  [
    "the oldest that is kept",
    [
      { from: "a", to: "b", index: 0 },
      { moves, newer: undefined, older: undefined, all: true },
    ],
    "line",
    "gap",
  ],
  [
    "a delete",
    [
      { from: "a", to: null, index: 5 },
      { moves, newer: undefined, older: undefined, all: true },
    ],
    "none",
    "line",
  ],
  [
    "where others are hidden",
    [
      { from: "a", to: "b", index: 5 },
      { moves, newer: { index: 7 }, older: { index: 4 }, all: false },
    ],
    "gap",
    "line",
  ],
])("%s", (_, parameters, above, below) => {
  expect(jointsOf(...parameters)).toEqual({ above, below });
});
