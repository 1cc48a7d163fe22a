import { expect, it } from "vitest";
import { StrataError } from "./errors.ts";
import { PauseGate } from "./pause-gate.ts";
import { TimeSlice } from "./time-slice.ts";

it("gives nothing to wait for until 8 ms have passed, and again after each pause", async () => {
  let now = 100;
  const slice = new TimeSlice(undefined, { clock: () => now });
  now += 7.9;
  expect(slice.step()).toBeUndefined();
  now += 0.1;
  const pause = slice.step();
  expect(pause).toBeInstanceOf(Promise);
  await pause;
  expect(slice.step()).toBeUndefined();
  now += 8;
  expect(slice.step()).toBeInstanceOf(Promise);
});

it("lets waiting work of the event loop run during a pause", async () => {
  let now = 0;
  const slice = new TimeSlice(undefined, { clock: () => now });
  let hasRun = false;
  setImmediate(() => (hasRun = true));
  now = 8;
  await slice.step();
  expect(hasRun).toBe(true);
});

it("fails with Cancelled when it was aborted before or during the pause", async () => {
  let now = 0;
  const abort = new AbortController();
  const slice = new TimeSlice(abort.signal, { clock: () => now });
  now = 8;
  const pause = slice.step();
  abort.abort();
  await expect(pause).rejects.toMatchObject({ code: "Cancelled" });
  now = 0;
  expect(() => slice.step()).toThrow(expect.objectContaining({ code: "Cancelled" }));
});

it("fails with the loop's own error where it has one", () => {
  const options = { cancelled: () => new StrataError("Cancelled", "The half that is done stays.") };
  expect(() => new TimeSlice(AbortSignal.abort(), options).step()).toThrow("The half that is done stays.");
});

it("tells the end of each slice, and waits there while the gate is closed", async () => {
  const gate = new PauseGate();
  const ends: string[] = [];
  const slice = new TimeSlice(undefined, { gate, onEnd: () => ends.push("ended") });
  gate.pause();
  const ended = slice.end().then(() => ends.push("went on"));
  await new Promise(setImmediate);
  await new Promise(setImmediate);
  expect(ends).toEqual(["ended"]);
  gate.resume();
  await ended;
  expect(ends).toEqual(["ended", "went on"]);
});
