import { Menu } from "electron";
import { menuCommand, type Settings } from "./bridge.ts";
import { FROM_THE_START, type MenuParts, type MenuState, menuTemplate } from "./menu.ts";

/** The app's menus, kept up to date with the window's reports. */
export class AppMenu {
  readonly #parts: MenuParts;
  #theme: Settings["theme"];
  #state = FROM_THE_START;
  #menu: Menu | undefined;

  constructor(parts: MenuParts, theme: Settings["theme"]) {
    this.#parts = parts;
    this.#theme = theme;
  }

  /** Sets up the menus. The app must be ready. */
  show(): void {
    this.#menu = Menu.buildFromTemplate(menuTemplate(this.#parts, this.#state, this.#theme));
    Menu.setApplicationMenu(this.#menu);
  }

  /** Marks the chosen theme, which the window can change too. */
  mark(theme: Settings["theme"]): void {
    this.#theme = theme;
    const item = this.#menu?.getMenuItemById(`theme-${theme}`);
    if (item) item.checked = true;
  }

  /** Applies the window's report. Electron fixes an item's text when it is made, so new texts need new menus. */
  follow(state: MenuState): void {
    const { names } = this.#state;
    this.#state = state;
    if (state.names.undo !== names.undo || state.names.redo !== names.redo) this.show();
    else this.#enable();
  }

  #enable(): void {
    for (const command of menuCommand.options) {
      const item = this.#menu?.getMenuItemById(command);
      if (item) item.enabled = this.#state.enabled.includes(command);
    }
  }
}
