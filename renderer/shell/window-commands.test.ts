// @vitest-environment happy-dom
import { cleanup, fireEvent, renderHook } from "@testing-library/react";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { MenuCommand } from "../../electron/bridge.ts";
import { useDialogs } from "../state/dialogs.ts";
import { type PaneName, registerPane } from "../state/focus.ts";
import { useSelection } from "../state/selection.ts";
import { useSlider } from "../state/slider.ts";
import { connectFake } from "../testing/fake-bridge.ts";
import { useWindowCommands } from "./window-commands.ts";

const ends: (() => void)[] = [];
beforeEach(() => useSlider.getState().close());
afterEach(() => {
  for (const end of ends.splice(0)) end();
  cleanup();
  document.body.innerHTML = "";
});

/** A window with three panes; collects which of them get the focus. */
function open() {
  const bridge = connectFake();
  const focused: PaneName[] = [];
  for (const name of ["labels", "history", "files"] as const) {
    const pane = document.body.appendChild(document.createElement("div"));
    pane.tabIndex = -1;
    pane.dataset.pane = name === "files" ? "snapshot" : name;
    ends.push(
      registerPane(name, () => {
        focused.push(name);
        pane.focus();
      }),
    );
  }
  renderHook(useWindowCommands);
  const menu = (command: MenuCommand) => bridge.tell({ type: "menu", command });
  return { focused, menu };
}

test("the menu opens dialogs, and goes to panes; files once their tab is there", async () => {
  const { focused, menu } = open();
  menu("focus-labels");
  menu("focus-history");
  useSelection.getState().showTab("changes");
  menu("focus-files");
  expect([focused, useSelection.getState().tab]).toEqual([["labels", "history"], "files"]);
  await expect.poll(() => focused).toEqual(["labels", "history", "files"]);
  menu("settings");
  expect(useDialogs.getState().open).toEqual({ name: "settings" });
});

test("the time slider opens in its tab, and closes by the same command", () => {
  const { menu } = open();
  useSelection.getState().showTab("compare");
  menu("time-slider");
  expect([useSlider.getState().isOpen, useSelection.getState().tab]).toEqual([true, "files"]);
  menu("time-slider");
  expect(useSlider.getState().isOpen).toBe(false);
});

test("a dialog that asks something gives way to nothing", () => {
  const { focused, menu } = open();
  useDialogs.getState().show({ name: "keys" });
  menu("settings");
  menu("focus-labels");
  expect(fireEvent.keyDown(document.body, { key: "F6" })).toBe(true);
  expect([useDialogs.getState().open, focused]).toEqual([{ name: "keys" }, []]);
});

test("F6 goes around the panes, with Shift the other way, and the window alone sees it", () => {
  const { focused } = open();
  const press = (shiftKey: boolean) =>
    fireEvent.keyDown(document.activeElement ?? document.body, { key: "F6", shiftKey });
  expect(press(false)).toBe(false);
  press(false);
  press(false);
  press(false);
  press(true);
  expect(focused).toEqual(["labels", "history", "files", "labels", "files"]);
  expect(fireEvent.keyDown(document.body, { key: "F5" })).toBe(true);
});
