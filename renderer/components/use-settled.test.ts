// @vitest-environment happy-dom
import { act, renderHook } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { useSettled } from "./use-settled.ts";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test("follows at once a value that rests, and one that keeps changing when it comes to rest", () => {
  const { result, rerender } = renderHook((value: string) => useSettled(value, 100), { initialProps: "a" });
  const pass = (ms: number) => act(() => vi.advanceTimersByTime(ms));
  pass(200);
  rerender("b");
  expect(result.current).toBe("b");
  pass(50);
  rerender("c");
  pass(50);
  rerender("d");
  pass(99);
  expect(result.current).toBe("b");
  pass(1);
  expect(result.current).toBe("d");
});
