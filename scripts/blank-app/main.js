import { app, BrowserWindow } from "electron";

// The smallest Electron app, the baseline for the app's start-up time.

app.on("window-all-closed", () => app.quit());
void app.whenReady().then(() => new BrowserWindow({ width: 1280, height: 800 }).loadURL("about:blank"));
