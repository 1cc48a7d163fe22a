// @vitest-environment happy-dom
import { act, cleanup, screen } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import type { AppInfo } from "../../../electron/bridge.ts";
import { useDialogs } from "../../state/dialogs.ts";
import { connectFake, failure, held } from "../../testing/fake-bridge.ts";
import { renderWindow } from "../../testing/render.tsx";
import { SettingsDialog } from "./settings-dialog.tsx";

afterEach(cleanup);

const info: AppInfo = {
  version: "1",
  platform: "linux",
  store: { type: "store", state: "ready", folder: "/store" },
  defaultStore: "/store",
  settings: { store: null, theme: "system", http: { on: false, port: 7717 } },
  interrupted: [],
  open: [],
};

test("a theme is shown as chosen while it is set; one that could not be says so, and is not shown", async () => {
  const setting = held<never>();
  const bridge = connectFake(
    { status: () => ({ bytes: 1 }) },
    { info: () => info, settings: () => setting.promise },
  );
  const user = renderWindow(<SettingsDialog />);
  act(() => useDialogs.getState().show({ name: "settings" }));
  const isChosen = (name: string) =>
    screen.getByRole("radio", { name }).getAttribute("aria-checked") === "true";
  await user.click(await screen.findByRole("radio", { name: "Dark" }));
  await expect.poll(() => isChosen("Dark")).toBe(true);
  expect(bridge.desktop).toContainEqual({ do: "settings", change: { theme: "dark" } });
  await act(async () => setting.fail(failure("Internal", "The settings cannot be written.")));
  expect((await screen.findByRole("alert")).textContent).toContain("The settings cannot be written.");
  expect([isChosen("Dark"), isChosen("System")]).toEqual([false, true]);
});
