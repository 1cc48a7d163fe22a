import type { MenuItemConstructorOptions } from "electron";
import type { MenuCommand, MenuNames, Settings } from "./bridge.ts";
import { words } from "./words.ts";
import type { ZoomStep } from "./zoom.ts";

/** The state and handlers that the menus are built from. */
export interface MenuParts {
  readonly appName: string;
  readonly isMac: boolean;
  readonly devtools: boolean;
  command(command: MenuCommand): void;
  theme(theme: Settings["theme"]): void;
  zoom(step: ZoomStep): void;
  /** Shows the panel about the app. */
  about(): void;
}

/** The menus' state, as the window reports it. */
export interface MenuState {
  /** The commands that are enabled. */
  readonly enabled: readonly MenuCommand[];
  readonly names: MenuNames;
}

/** The menus' state before the window's first report. */
export const FROM_THE_START: MenuState = {
  enabled: ["import-folder", "import-files", "settings", "keys"],
  names: { undo: null, redo: null },
};

const THEMES = ["system", "light", "dark"] as const;

/** Builds the menus, from left to right. */
export function menuTemplate(
  { appName, isMac, devtools, command, theme: choose, zoom, about: showAbout }: MenuParts,
  { enabled, names }: MenuState,
  theme: Settings["theme"],
): MenuItemConstructorOptions[] {
  const { menu } = words;
  const item = (id: MenuCommand, label: string, accelerator?: string): MenuItemConstructorOptions => ({
    id,
    label,
    enabled: enabled.includes(id),
    click: () => command(id),
    ...(accelerator !== undefined && { accelerator }),
  });
  const separator: MenuItemConstructorOptions = { type: "separator" };
  const settings = item("settings", menu.settings, "CmdOrCtrl+,");
  const about: MenuItemConstructorOptions = { id: "about", label: menu.about, click: showAbout };
  const ofApp: MenuItemConstructorOptions = {
    label: appName,
    submenu: [
      about,
      separator,
      settings,
      separator,
      { role: "services" },
      separator,
      { role: "hide" },
      { role: "hideOthers" },
      { role: "unhide" },
      separator,
      { role: "quit" },
    ],
  };
  const file: MenuItemConstructorOptions[] = [
    item("import-folder", menu.importFolder, "CmdOrCtrl+O"),
    item("import-files", menu.importFiles, "CmdOrCtrl+Shift+O"),
    item("snapshot-now", menu.snapshotNow, "CmdOrCtrl+S"),
    separator,
    item("export", menu.export, "CmdOrCtrl+E"),
    separator,
    item("check-store", menu.checkStore),
    separator,
    ...(isMac ? [{ role: "close" } as const] : [settings, separator, { role: "quit" } as const]),
  ];
  // The window hears these keys itself: in a text they belong to the text.
  const step = (id: "undo" | "redo", accelerator: string): MenuItemConstructorOptions => ({
    // A single & would underline the character after it.
    ...item(id, names[id]?.replaceAll("&", "&&") ?? menu[id], accelerator),
    registerAccelerator: false,
  });
  const edit: MenuItemConstructorOptions[] = [
    step("undo", "CmdOrCtrl+Z"),
    step("redo", "CmdOrCtrl+Shift+Z"),
    separator,
    { role: "cut" },
    { role: "copy" },
    { role: "paste" },
    { role: "delete" },
    separator,
    { role: "selectAll" },
  ];
  const themes = THEMES.map(
    (each): MenuItemConstructorOptions => ({
      id: `theme-${each}`,
      label: menu.themes[each],
      type: "radio",
      checked: each === theme,
      click: () => choose(each),
    }),
  );
  // The window has more keys for these than a menu can name.
  const sized = (step: ZoomStep, accelerator: string): MenuItemConstructorOptions => ({
    id: `zoom-${step}`,
    label: menu.zoom[step],
    accelerator,
    registerAccelerator: false,
    click: () => zoom(step),
  });
  const view: MenuItemConstructorOptions[] = [
    item("focus-labels", menu.focusLabels, "CmdOrCtrl+1"),
    item("focus-history", menu.focusHistory, "CmdOrCtrl+2"),
    item("focus-files", menu.focusFiles, "CmdOrCtrl+3"),
    item("storage", menu.storage, "CmdOrCtrl+4"),
    separator,
    item("filter-labels", menu.filterLabels, "CmdOrCtrl+F"),
    separator,
    { label: menu.theme, submenu: themes },
    sized("reset", "CmdOrCtrl+0"),
    sized("in", "CmdOrCtrl+Plus"),
    sized("out", "CmdOrCtrl+-"),
    separator,
    { role: "togglefullscreen" },
    ...(devtools ? [{ role: "toggleDevTools", label: menu.developerTools } as const] : []),
  ];
  const history: MenuItemConstructorOptions[] = [
    item("compare", menu.compare, "CmdOrCtrl+D"),
    item("compare-with", menu.compareWith, "CmdOrCtrl+Shift+D"),
    item("time-slider", menu.timeSlider, "CmdOrCtrl+T"),
    separator,
    item("restore", menu.restore),
    item("reset", menu.reset),
    item("start-label", menu.startLabel),
    separator,
    item("open-working", menu.openWorking, "CmdOrCtrl+Shift+E"),
    item("push-working", menu.pushWorking, "CmdOrCtrl+Shift+S"),
    separator,
    item("merge-into", menu.mergeInto, "CmdOrCtrl+Shift+M"),
    separator,
    item("keep-move", menu.keepMove),
    item("release-move", menu.releaseMove),
    item("retention", menu.retention),
  ];
  const help: MenuItemConstructorOptions[] = [
    item("keys", menu.keys, "F1"),
    ...(isMac ? [] : [separator, about]),
  ];
  return [
    ...(isMac ? [ofApp] : []),
    { label: menu.file, submenu: file },
    { label: menu.edit, submenu: edit },
    { label: menu.view, submenu: view },
    { label: menu.history, submenu: history },
    { role: "windowMenu", label: menu.window },
    { role: "help", label: menu.help, submenu: help },
  ];
}
