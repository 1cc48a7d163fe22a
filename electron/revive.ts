import { type BrowserWindow, dialog } from "electron";
import { words } from "./words.ts";

/** A second crash within this time, in ms, is not chance. */
const SOON = 60_000;

/** Reloads the window's page when its process ends, and asks first when that happens again soon. */
export function keepAlive(window: BrowserWindow, quit: () => void): void {
  let last = Number.NEGATIVE_INFINITY;
  window.webContents.on("render-process-gone", (_, { reason }) => {
    if (reason === "clean-exit" || window.isDestroyed()) return;
    console.error(`The window's process ended: ${reason}.`);
    const again = performance.now() - last < SOON;
    last = performance.now();
    if (!again) return window.webContents.reload();
    const { question, detail, reload, quit: stop } = words.crash;
    const options = { message: question, detail, buttons: [reload, stop], defaultId: 0, cancelId: 0 };
    dialog
      .showMessageBox(window, { type: "error", noLink: true, ...options })
      .then(({ response }) => (response === 0 ? window.webContents.reload() : quit()))
      .catch(console.error);
  });
}
