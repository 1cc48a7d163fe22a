// @vitest-environment happy-dom
import { act } from "@testing-library/react";
import { expect, test } from "vitest";
import { connectFake, failure, held } from "../testing/fake-bridge.ts";
import { renderState } from "../testing/render.tsx";
import { useVerify, type VerifyReport } from "./verify-run.ts";

test("follows the check, then gives its report", async () => {
  const checking = held<Partial<VerifyReport>>();
  const bridge = connectFake({ verify: () => checking.promise });
  const { result } = renderState(useVerify, undefined);
  expect(result.current).toEqual({ state: "running", progress: null });
  const progress = { command: "verify", phase: "objects", done: 1, total: 4 } as const;
  act(() => bridge.tell({ type: "progress", call: bridge.asked[0]?.call ?? "", progress }));
  expect(result.current).toEqual({ state: "running", progress });
  checking.end({ ok: true });
  await expect.poll(() => result.current).toEqual({ state: "done", report: { ok: true } });
});

test("says why the store could not be checked", async () => {
  connectFake({
    verify: () => {
      throw failure("ReadFailed");
    },
  });
  const { result } = renderState(useVerify, undefined);
  await expect.poll(() => result.current).toMatchObject({ state: "failed", error: { code: "ReadFailed" } });
});

test("the check ends with whoever asked for it", async () => {
  const checking = held<Partial<VerifyReport>>();
  const bridge = connectFake({ verify: () => checking.promise });
  const { result, unmount } = renderState(useVerify, undefined);
  unmount();
  expect(bridge.controlled).toEqual([[bridge.asked[0]?.call, "cancel"]]);
  checking.fail(failure("Cancelled"));
  expect(result.current).toEqual({ state: "running", progress: null });
});
