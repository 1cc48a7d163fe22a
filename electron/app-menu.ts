import { Menu } from "electron";
import { menuCommand, type Settings } from "./bridge.ts";
import { FROM_THE_START, type MenuParts, type MenuState, menuTemplate } from "./menu.ts";

/** The app's menus, which follow what the window says of them. */
export class AppMenu {
  readonly #parts: MenuParts;
  #theme: Settings["theme"];
  #state = FROM_THE_START;
  #menu: Menu | undefined;

  constructor(parts: MenuParts, theme: Settings["theme"]) {
    this.#parts = parts;
    this.#theme = theme;
  }

  /** Puts the menus up. Has to wait for the app to be ready. */
  show(): void {
    this.#menu = Menu.buildFromTemplate(menuTemplate(this.#parts, this.#state, this.#theme));
    Menu.setApplicationMenu(this.#menu);
  }

  /** Marks the theme that is chosen, which the window can do too. */
  mark(theme: Settings["theme"]): void {
    this.#theme = theme;
    const item = this.#menu?.getMenuItemById(`theme-${theme}`);
    if (item) item.checked = true;
  }

  /** Follows the window. An item's words are fixed once it is made: other words, and only those, take other menus. */
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
