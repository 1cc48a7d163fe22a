import { expect, it } from "vitest";
import type { PauseGate } from "../pause-gate.ts";
import type { Repository } from "./repository.ts";
import { type Later, Scrubber } from "./scrubber.ts";

/** A clock whose only alarm goes off when the test says. */
function alarm() {
  let set: (() => void) | undefined;
  const later: Later = (_, work) => {
    set = work;
    return () => {
      set = undefined;
    };
  };
  return { later, ring: () => set?.(), isSet: () => set !== undefined };
}

type Call = { gate: PauseGate; signal: AbortSignal };

/** Remembers the scrubs that were asked for, each of which ends when the test says. */
function repository() {
  const calls: (Call & { end: (packs: number) => void })[] = [];
  const run = (_: string, __: unknown, options: Call) =>
    new Promise((resolve) => {
      calls.push({ ...options, end: (packs) => resolve({ packs, damaged: 0 }) });
    });
  return { calls, run: run as unknown as Repository["run"] };
}

it("scrubs again and again, waits for commands, and tells what was read", async () => {
  const { later, ring, isSet } = alarm();
  const asked = repository();
  let told = 0;
  const scrubber = new Scrubber(asked, { later, scrubbed: () => told++ });
  expect(asked.calls).toEqual([]);
  ring();
  const [first] = asked.calls;
  expect(first?.gate.isPaused).toBe(false);
  let done: (() => void) | undefined;
  const command = scrubber.beside(() => new Promise<void>((end) => (done = end)));
  expect(first?.gate.isPaused).toBe(true);
  done?.();
  await command;
  expect(first?.gate.isPaused).toBe(false);
  first?.end(1);
  await expect.poll(() => told).toBe(1);
  await expect.poll(isSet).toBe(true);
  ring();
  expect(asked.calls).toHaveLength(2);
  asked.calls[1]?.end(0);
  await expect.poll(isSet).toBe(true);
  expect(told).toBe(1);
  scrubber.stop();
  expect(isSet()).toBe(false);
  expect(asked.calls[1]?.signal.aborted).toBe(true);
});
