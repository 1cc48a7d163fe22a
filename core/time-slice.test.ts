import { expect, it } from "vitest";
import { TimeSlice } from "./time-slice.ts";

it("gives nothing to wait for until 8 ms have passed, and again after each pause", async () => {
  let now = 100;
  const slice = new TimeSlice(undefined, () => now);
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
  const slice = new TimeSlice(undefined, () => now);
  let hasRun = false;
  setImmediate(() => (hasRun = true));
  now = 8;
  await slice.step();
  expect(hasRun).toBe(true);
});

it("rejects with Cancelled when it was aborted before or during the pause", async () => {
  let now = 0;
  const abort = new AbortController();
  const slice = new TimeSlice(abort.signal, () => now);
  now = 8;
  const pause = slice.step();
  abort.abort();
  await expect(pause).rejects.toMatchObject({ code: "Cancelled" });
  await expect(slice.step()).rejects.toMatchObject({ code: "Cancelled" });
});
