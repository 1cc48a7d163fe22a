import { type App, Menu, type MenuItemConstructorOptions } from "electron";
import { type MenuCommand, menuCommand, type Settings } from "./bridge.ts";
import { words } from "./words.ts";

/** What the menus do. */
export interface MenuActions {
  command(command: MenuCommand): void;
  theme(theme: Settings["theme"]): void;
}

const THEMES = ["system", "light", "dark"] as const;

/** Puts the menus up, and gives the function that says which commands make sense now. */
export function makeMenu(
  app: App,
  actions: MenuActions,
  theme: Settings["theme"],
  devtools: boolean,
): (enabled: readonly MenuCommand[]) => void {
  const menu = Menu.buildFromTemplate(template(app, actions, theme, devtools));
  Menu.setApplicationMenu(menu);
  return (enabled) => {
    for (const command of COMMANDS) {
      const item = menu.getMenuItemById(command);
      if (item !== null) item.enabled = enabled.includes(command);
    }
  };
}

/** Marks the theme that is chosen, which the window can do too. */
export function markTheme(theme: Settings["theme"]): void {
  const item = Menu.getApplicationMenu()?.getMenuItemById(`theme-${theme}`);
  if (item) item.checked = true;
}

const COMMANDS: readonly MenuCommand[] = menuCommand.options;
/** What makes sense before the window has said anything. */
const FROM_THE_START: ReadonlySet<MenuCommand> = new Set([
  "import-folder",
  "import-files",
  "settings",
  "keys",
]);

function template(
  app: App,
  { command, theme: choose }: MenuActions,
  theme: Settings["theme"],
  devtools: boolean,
): MenuItemConstructorOptions[] {
  const { menu } = words;
  const item = (id: MenuCommand, label: string, accelerator?: string): MenuItemConstructorOptions => ({
    id,
    label,
    enabled: FROM_THE_START.has(id),
    click: () => command(id),
    ...(accelerator !== undefined && { accelerator }),
  });
  const separator: MenuItemConstructorOptions = { type: "separator" };
  const mac = process.platform === "darwin";
  const settings = item("settings", menu.settings, "CmdOrCtrl+,");
  const about: MenuItemConstructorOptions = { role: "about", label: menu.about };
  const ofApp: MenuItemConstructorOptions = {
    label: app.name,
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
    ...(mac ? [{ role: "close" } as const] : [settings, separator, { role: "quit" } as const]),
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
  const view: MenuItemConstructorOptions[] = [
    item("focus-labels", menu.focusLabels, "CmdOrCtrl+1"),
    item("focus-history", menu.focusHistory, "CmdOrCtrl+2"),
    item("focus-files", menu.focusFiles, "CmdOrCtrl+3"),
    separator,
    item("filter-labels", menu.filterLabels, "CmdOrCtrl+F"),
    separator,
    { label: menu.theme, submenu: themes },
    { role: "resetZoom" },
    { role: "zoomIn" },
    { role: "zoomOut" },
    separator,
    { role: "togglefullscreen" },
    ...(devtools ? [{ role: "toggleDevTools", label: menu.developerTools } as const] : []),
  ];
  const history: MenuItemConstructorOptions[] = [
    item("compare", menu.compare, "CmdOrCtrl+D"),
    separator,
    item("restore", menu.restore),
    item("reset", menu.reset),
    item("start-label", menu.startLabel),
  ];
  const help: MenuItemConstructorOptions[] = [
    item("keys", menu.keys, "F1"),
    ...(mac ? [] : [separator, about]),
  ];
  return [
    ...(mac ? [ofApp] : []),
    { label: menu.file, submenu: file },
    { role: "editMenu", label: menu.edit },
    { label: menu.view, submenu: view },
    { label: menu.history, submenu: history },
    { role: "windowMenu", label: menu.window },
    { role: "help", label: menu.help, submenu: help },
  ];
}
