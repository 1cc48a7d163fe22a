// @vitest-environment happy-dom
import { act } from "@testing-library/react";
import { expect, test } from "vitest";
import type { AppInfo, StoreState } from "../../electron/bridge.ts";
import { client } from "../api/client.ts";
import { infoQuery } from "../api/queries.ts";
import { connectFake, failure } from "../testing/fake-bridge.ts";
import { renderState } from "../testing/render.tsx";
import { useStoreView } from "./store-view.ts";

function render() {
  connectFake({}, { info: () => new Promise<never>(() => undefined) });
  const { result } = renderState(useStoreView, undefined);
  const become = (store: Partial<StoreState>) =>
    act(async () => {
      const state: StoreState = { type: "store", state: "ready", folder: "/s", ...store };
      client.setQueryData(infoQuery().queryKey, { store: state } as AppInfo);
    });
  return { view: () => result.current, become };
}

const error = failure("NoStore", "No store is there.");

test("a store is opening until it is ready", async () => {
  const { view, become } = render();
  await expect.poll(view).toEqual({ phase: "opening" });
  await become({ state: "opening" });
  await expect.poll(view).toEqual({ phase: "opening" });
  await become({});
  await expect.poll(view).toEqual({ phase: "ready", folder: "/s" });
});

test("one that failed says why, also while it is opened again", async () => {
  const { view, become } = render();
  await become({ state: "failed", error });
  await expect.poll(view).toMatchObject({ phase: "failed", folder: "/s", error, retrying: false });
  await become({ state: "opening" });
  await expect.poll(view).toMatchObject({ phase: "failed", error, retrying: true });
  await become({ state: "failed", error: failure("StoreLocked", "Another app has it.") });
  await expect.poll(view).toMatchObject({ phase: "failed", error: { code: "StoreLocked" }, retrying: false });
  await become({});
  await expect.poll(view).toEqual({ phase: "ready", folder: "/s" });
  await become({ state: "opening" });
  await expect.poll(view).toEqual({ phase: "opening" });
});

test("another store that opens is not the failed one", async () => {
  const { view, become } = render();
  await become({ state: "failed", error });
  await become({ state: "opening", folder: "/other" });
  await expect.poll(view).toEqual({ phase: "opening" });
});

test("an app that cannot be asked is a failure of no folder", async () => {
  connectFake(
    {},
    {
      info: () => {
        throw failure("Internal");
      },
    },
  );
  const { result } = renderState(useStoreView, undefined);
  await expect
    .poll(() => result.current)
    .toMatchObject({ phase: "failed", folder: "", error: { code: "Internal" } });
});
