import type { MenuItemConstructorOptions } from "electron";
import { describe, expect, it } from "vitest";
import { type MenuCommand, menuCommand } from "./bridge.ts";
import { FROM_THE_START, type MenuState, menuTemplate } from "./menu.ts";
import type { ZoomStep } from "./zoom.ts";

const asked: MenuCommand[] = [];
const zoomed: ZoomStep[] = [];
const parts = {
  appName: "Strata",
  isMac: false,
  devtools: false,
  command: (command: MenuCommand) => void asked.push(command),
  theme: () => undefined,
  zoom: (step: ZoomStep) => void zoomed.push(step),
  about: () => undefined,
};

/** Returns all items of the menus, at any depth. */
function itemsOf(state: MenuState, isMac = false): MenuItemConstructorOptions[] {
  const below = (item: MenuItemConstructorOptions): MenuItemConstructorOptions[] =>
    Array.isArray(item.submenu) ? [item, ...item.submenu.flatMap(below)] : [item];
  return menuTemplate({ ...parts, isMac }, state, "light").flatMap(below);
}

const itemOf = (state: MenuState, id: string) => itemsOf(state).find((item) => item.id === id);

/** The items that the main process handles itself. */
const OWN = /^(theme-|zoom-|about$)/;

describe("the menus", () => {
  it.each([true, false])("have everything that the window can be asked for, once (Mac: %s)", (isMac) => {
    const ids = itemsOf(FROM_THE_START, isMac).flatMap(({ id }) =>
      id === undefined || OWN.test(id) ? [] : id,
    );
    expect(ids.sort()).toEqual([...menuCommand.options].sort());
  });

  it("name what is undone and made again, as far as the window said", () => {
    const names = { undo: "Undo push of R&D", redo: null };
    const state: MenuState = { enabled: ["undo"], names };
    expect(itemOf(state, "undo")).toMatchObject({ label: "Undo push of R&&D", enabled: true });
    expect(itemOf(state, "redo")).toMatchObject({ label: "Redo", enabled: false });
    expect(itemOf(FROM_THE_START, "undo")).toMatchObject({ label: "Undo", enabled: false });
  });

  it("leave the keys of undo and redo to the window, which knows whether they are meant for a text", () => {
    for (const id of ["undo", "redo"]) {
      expect(itemOf(FROM_THE_START, id)).toMatchObject({ registerAccelerator: false });
    }
    expect(itemOf(FROM_THE_START, "export")).not.toHaveProperty("registerAccelerator");
  });

  it("zoom, by keys that the window listens to", () => {
    for (const step of ["in", "out", "reset"]) {
      const item = itemOf(FROM_THE_START, `zoom-${step}`);
      expect(item).toMatchObject({ registerAccelerator: false });
      (item?.click as (() => void) | undefined)?.();
    }
    expect(zoomed).toEqual(["in", "out", "reset"]);
  });

  it("ask the window for what is chosen, and mark the theme", () => {
    const item = itemOf(FROM_THE_START, "undo");
    (item?.click as (() => void) | undefined)?.();
    expect(asked).toEqual(["undo"]);
    expect(itemOf(FROM_THE_START, "theme-light")?.checked).toBe(true);
    expect(itemOf(FROM_THE_START, "theme-dark")?.checked).toBe(false);
  });
});
