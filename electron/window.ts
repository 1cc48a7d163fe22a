import { join } from "node:path";
import { type App, BrowserWindow, nativeTheme, screen } from "electron";
import { JsonFile } from "./json-file.ts";
import { WALLS } from "./security.ts";
import { MIN_SIZE, placeWindow, type WindowState, windowState } from "./window-bounds.ts";

const BACKGROUND = { light: "#f7f8fa", dark: "#16181d" };
/** The window's bounds are saved when it has not moved for this long, in ms. */
const STILL = 500;

/** The app's window, and the function that saves its bounds, for the end of the app. */
export interface PlacedWindow {
  readonly window: BrowserWindow;
  readonly remember: () => Promise<void>;
}

/** Creates the app's window at its last bounds. It shows itself once it has content. */
export function makeWindow(app: App, preload: string, devTools: boolean): PlacedWindow {
  const file = new JsonFile<WindowState>(join(app.getPath("userData"), "window.json"), windowState);
  const remembered = file.read();
  const window = new BrowserWindow({
    ...placeWindow(remembered, workAreas()),
    minWidth: MIN_SIZE.width,
    minHeight: MIN_SIZE.height,
    show: false,
    title: app.name,
    // Other systems take the icon of the program.
    ...(process.platform === "linux" && { icon: join(app.getAppPath(), "electron", "assets", "icon.png") }),
    backgroundColor: background(),
    webPreferences: { ...WALLS, preload, devTools },
  });
  window.once("ready-to-show", () => {
    if (remembered?.maximized) window.maximize();
    window.show();
  });
  // A page may name itself, but this is the app's one window.
  window.on("page-title-updated", (event) => event.preventDefault());
  const follow = () => window.setBackgroundColor(background());
  nativeTheme.on("updated", follow);
  window.on("closed", () => nativeTheme.off("updated", follow));
  const remember = async () => {
    const state = { ...window.getNormalBounds(), maximized: window.isMaximized() };
    // Losing the window's bounds is not worth an error.
    await file.write(state).catch(() => undefined);
  };
  whenStill(window, () => void remember());
  return { window, remember };
}

/** Brings the window before the user's eyes. */
export function showWindow(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}

function whenStill(window: BrowserWindow, then: () => void): void {
  let timer: NodeJS.Timeout | undefined;
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(then, STILL);
  };
  window.on("move", later);
  window.on("resize", later);
  window.on("maximize", later);
  window.on("unmaximize", later);
  window.on("closed", () => clearTimeout(timer));
}

function background(): string {
  return nativeTheme.shouldUseDarkColors ? BACKGROUND.dark : BACKGROUND.light;
}

function workAreas(): [Electron.Rectangle, ...Electron.Rectangle[]] {
  const primary = screen.getPrimaryDisplay();
  const others = screen.getAllDisplays().filter(({ id }) => id !== primary.id);
  return [primary.workArea, ...others.map(({ workArea }) => workArea)];
}
