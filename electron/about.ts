import { join } from "node:path";
import type { AboutPanelOptionsOptions, App } from "electron";
import { words } from "./words.ts";

/**
 * Returns what the system's panel says about the app. Where it is not said, the panel tells of the program that runs it, which in a
 * development copy is Electron.
 */
export function aboutPanel(
  app: Pick<App, "name" | "getVersion" | "getAppPath">,
  { electron = "", chrome = "" }: Readonly<Record<string, string | undefined>>,
): AboutPanelOptionsOptions {
  return {
    applicationName: app.name,
    applicationVersion: app.getVersion(),
    // A Mac shows this beside the app's own version.
    version: words.about.runtime(electron, chrome),
    copyright: words.about.copyright,
    iconPath: join(app.getAppPath(), "electron", "assets", "icon.png"),
  };
}

/** Shows the system's panel about the app. */
export function showAbout(app: App): void {
  app.setAboutPanelOptions(aboutPanel(app, process.versions));
  app.showAboutPanel();
}
