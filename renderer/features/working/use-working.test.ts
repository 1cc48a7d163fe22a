// @vitest-environment happy-dom
import { act } from "@testing-library/react";
import { expect, test } from "vitest";
import { useSelection } from "../../state/selection.ts";
import { connectFake, failure } from "../../testing/fake-bridge.ts";
import { renderState } from "../../testing/render.tsx";
import { mountOf, mountStateOf } from "../../testing/samples.ts";
import { useWorking } from "./use-working.ts";

test("the chosen working copy and what it is now; of a discarded one nothing is asked", async () => {
  let isBroken = true;
  const mounts = [mountOf(), mountOf({ id: 2, name: "gone", discarded: 5 })];
  const bridge = connectFake({
    "mount.list": () => ({ mounts }),
    "mount.snapshot": () => {
      if (isBroken) throw failure("CorruptPack");
      return mountStateOf();
    },
  });
  const { result } = renderState(useWorking, undefined);
  expect(result.current).toBeUndefined();
  act(() => useSelection.getState().chooseMount(1));
  await expect.poll(() => result.current?.error?.code).toBe("CorruptPack");
  isBroken = false;
  act(() => result.current?.retry());
  await expect
    .poll(() => result.current)
    .toMatchObject({ mount: { id: 1 }, state: { ca_id: "c1" }, error: null });
  const asked = bridge.inputsOf("mount.snapshot").length;
  act(() => useSelection.getState().chooseMount(2));
  expect(result.current).toMatchObject({ mount: { name: "gone" }, state: undefined });
  expect(bridge.inputsOf("mount.snapshot")).toHaveLength(asked);
  act(() => useSelection.getState().chooseMount(9));
  expect(result.current).toBeUndefined();
});
