import { beforeEach, expect, test } from "vitest";
import { throttled } from "./throttle.ts";

let now: number;
beforeEach(() => {
  now = 5000;
});
const clock = () => now;

test("the first message goes through, then one every 100 ms", () => {
  const told: number[] = [];
  const tell = throttled((no: number) => told.push(no), { clock });
  tell(1);
  tell(2);
  now += 99;
  tell(3);
  now += 1;
  tell(4);
  tell(5);
  expect(told).toEqual([1, 4]);
});

test("the time between two can be another", () => {
  const told: number[] = [];
  const tell = throttled((no: number) => told.push(no), { every: 50, clock });
  tell(1);
  now += 50;
  tell(2);
  expect(told).toEqual([1, 2]);
});

test("what stands for something else than the last that was told goes through at once", () => {
  const told: string[] = [];
  const tell = throttled((word: string) => told.push(word), {
    isOther: (word, last) => word[0] !== last[0],
    clock,
  });
  for (const word of ["a1", "a2", "b1", "b2", "a3"]) tell(word);
  expect(told).toEqual(["a1", "b1", "a3"]);
});
