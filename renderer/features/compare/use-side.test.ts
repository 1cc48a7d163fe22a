// @vitest-environment happy-dom
import { act } from "@testing-library/react";
import { expect, test } from "vitest";
import { client } from "../../api/client.ts";
import type { HistoryItem } from "../../api/queries.ts";
import { type Side, sideOfFolder } from "../../state/sides.ts";
import { type Answers, connectFake, failure, held } from "../../testing/fake-bridge.ts";
import { renderState } from "../../testing/render.tsx";
import { mountStateOf } from "../../testing/samples.ts";
import { moveOfQuery, useSide } from "./use-side.ts";

function render(side: Side | null, answers: Answers = {}) {
  const bridge = connectFake(answers);
  return { bridge, ...renderState(useSide, side) };
}

test("a move and a snapshot are known without asking; no side is no snapshot", () => {
  for (const side of [
    { is: "move", label: "work", snapshot: "a0", at: 1 },
    { is: "snapshot", snapshot: "a0" },
  ] as const) {
    const { bridge, result } = render(side);
    expect(result.current.snapshot).toBe("a0");
    expect(bridge.asked).toEqual([]);
  }
  expect(render(null).result.current).toMatchObject({ snapshot: undefined, error: null, isStopped: false });
});

test("a working copy is a snapshot of what it is now, and says why it is none", async () => {
  const copy: Side = { is: "mount", id: 1, name: "copy", label: "work" };
  const { result } = render(copy, { "mount.snapshot": () => mountStateOf() });
  await expect.poll(() => result.current.snapshot).toBe("c1");
  let isBroken = true;
  const broken = render(copy, {
    "mount.snapshot": () => {
      if (isBroken) throw failure("CorruptPack");
      return mountStateOf();
    },
  });
  await expect.poll(() => broken.result.current.error?.code).toBe("CorruptPack");
  isBroken = false;
  act(() => broken.result.current.again());
  await expect.poll(() => broken.result.current.snapshot).toBe("c1");
});

test("a folder is read with its progress, and a stopped one only again when that is asked for", async () => {
  const readings = [held<object>(), held<object>()];
  let reads = 0;
  const { bridge, result } = render(sideOfFolder("work", "/home"), {
    capture: () => readings[reads++]?.promise ?? {},
  });
  await expect.poll(() => bridge.asked.length).toBe(1);
  const call = bridge.asked[0]?.call ?? "";
  const counts = { phase: "reading", files: 9, filesDone: 3, bytes: 9, bytesDone: 3, newBytes: 0 } as const;
  act(() => bridge.tell({ type: "progress", call, progress: { command: "import", ...counts } }));
  await expect.poll(() => result.current.progress?.filesDone).toBe(3);
  act(() => result.current.stop());
  expect(bridge.controlled).toEqual([[call, "cancel"]]);
  readings[0]?.fail(failure("Cancelled"));
  await expect
    .poll(() => result.current)
    .toMatchObject({ isStopped: true, error: null, progress: undefined });
  act(() => result.current.again());
  readings[1]?.end({ ca_id: "f0" });
  await expect.poll(() => result.current).toMatchObject({ snapshot: "f0", isStopped: false });
  expect(reads).toBe(2);
});

test("the folder as it was read is not read again; as it is later is another reading", async () => {
  let reads = 0;
  const first = sideOfFolder("work", "/home");
  const { result, rerender } = render(first, { capture: () => ({ ca_id: `f${++reads}` as never }) });
  await expect.poll(() => result.current.snapshot).toBe("f1");
  rerender(null);
  rerender(first);
  expect([result.current.snapshot, reads]).toEqual(["f1", 1]);
  rerender(sideOfFolder("work", "/home"));
  await expect.poll(() => result.current.snapshot).toBe("f2");
});

test("a move is found by its snapshot: the latest up to a moment", async () => {
  const entries = [
    { seq: 4, to: "a0", at: 40 },
    { seq: 3, to: "a0", at: 30 },
    { seq: 2, to: "b0", at: 20 },
    { seq: 1, to: "a0", at: 10 },
  ] as HistoryItem[];
  connectFake({ history: () => ({ entries }) });
  const found = async (at: number) => (await client.fetchQuery(moveOfQuery("work", "a0", at)))?.seq;
  expect([await found(40), await found(35), await found(10), await found(5)]).toEqual([4, 3, 1, undefined]);
});
