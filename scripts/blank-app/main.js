import { app, BrowserWindow } from "electron";

// The least that Electron can show: what the app's start-up is measured against.

app.on("window-all-closed", () => app.quit());
void app.whenReady().then(() => new BrowserWindow({ width: 1280, height: 800 }).loadURL("about:blank"));
