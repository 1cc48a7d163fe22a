import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { throttled } from "./throttle.ts";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test("the first message goes through, then one every 100 ms", () => {
  const told: number[] = [];
  const tell = throttled((no: number) => told.push(no));
  tell(1);
  tell(2);
  vi.advanceTimersByTime(99);
  tell(3);
  vi.advanceTimersByTime(1);
  tell(4);
  tell(5);
  expect(told).toEqual([1, 4]);
});

test("what stands for something else than the last that was told goes through at once", () => {
  const told: string[] = [];
  const tell = throttled(
    (word: string) => told.push(word),
    (word, last) => word[0] !== last[0],
  );
  for (const word of ["a1", "a2", "b1", "b2", "a3"]) tell(word);
  expect(told).toEqual(["a1", "b1", "a3"]);
});
