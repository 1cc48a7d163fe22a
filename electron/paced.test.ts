import { expect, it } from "vitest";
import { paced } from "./paced.ts";

it("lets through what comes seldom and every new phase, and drops the rest", () => {
  const told: unknown[] = [];
  let time = 0;
  const tell = paced<{ phase: string; at: number }>(
    (news) => told.push(news.at),
    () => time,
  );
  for (const [at, phase] of [
    [0, "a"],
    [10, "a"],
    [49, "a"],
    [50, "a"],
    [51, "b"],
    [60, "b"],
    [101, "b"],
  ] as const) {
    time = at;
    tell({ phase, at });
  }
  expect(told).toEqual([0, 50, 51, 101]);
});
