import { expect, test } from "vitest";
import { connectFake, failure, held } from "../../testing/fake-bridge.ts";
import { createStoreCheck, type Repair, type VerifyReport } from "./store-check.ts";

test("follows a check, pauses it, and gives its report", async () => {
  const checking = held<Partial<VerifyReport>>();
  const bridge = connectFake({ verify: () => checking.promise });
  const check = createStoreCheck();
  const done = check.getState().verify(true);
  expect(check.getState().step).toEqual({
    at: "working",
    doing: "verify",
    progress: null,
    isPaused: false,
    isQuick: true,
  });
  expect(bridge.inputsOf("verify")).toEqual([{ quick: true }]);
  const call = bridge.asked[0]?.call ?? "";
  const progress = { command: "verify", phase: "objects", done: 1, total: 4 } as const;
  check.getState().pause();
  bridge.tell({ type: "progress", call, progress });
  expect(check.getState().step).toMatchObject({ progress, isPaused: true });
  check.getState().resume();
  expect(bridge.controlled).toEqual([
    [call, "pause"],
    [call, "resume"],
  ]);
  checking.end({ ok: true });
  await done;
  expect(check.getState().step).toEqual({ at: "verified", report: { ok: true }, isQuick: true });
});

test("says why the store could not be checked", async () => {
  connectFake({
    verify: () => {
      throw failure("ReadFailed");
    },
  });
  const check = createStoreCheck();
  await check.getState().verify(false);
  expect(check.getState().step).toMatchObject({ at: "failed", error: { code: "ReadFailed" } });
});

test("a check that is stopped is cancelled, and its outcome no longer counts", async () => {
  const checking = held<Partial<VerifyReport>>();
  const bridge = connectFake({ verify: () => checking.promise });
  const check = createStoreCheck();
  const done = check.getState().verify(false);
  check.getState().stop();
  expect(bridge.controlled).toEqual([[bridge.asked[0]?.call, "cancel"]]);
  checking.fail(failure("Cancelled"));
  await done;
  expect(check.getState().step).toEqual({ at: "idle" });
});

test("plans a repair before it makes it, and restores the database only where that is asked for", async () => {
  const bridge = connectFake({
    repair: ({ apply = false }) => ({ applied: apply, ok: apply }) as Partial<Repair>,
  });
  const check = createStoreCheck();
  await check.getState().plan();
  expect(check.getState().step).toMatchObject({ at: "planned", plan: { applied: false } });
  await check.getState().repair(false);
  expect(check.getState().step).toMatchObject({ at: "repaired", outcome: { applied: true } });
  await check.getState().repair(true);
  expect(bridge.inputsOf("repair")).toEqual([
    {},
    { apply: true, restore_database: false },
    { apply: true, restore_database: true },
  ]);
});
