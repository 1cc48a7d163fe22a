import { join } from "node:path";
import type { AboutPanelOptionsOptions, App } from "electron";
import { words } from "./words.ts";

/**
 * Returns the texts of the system's about panel. The panel would otherwise describe the running program, which in a
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
