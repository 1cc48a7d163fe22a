import { expect, test } from "vitest";
import { aboutPanel } from "./about.ts";

test("the panel about the app names the app, and what runs it only beside that", () => {
  const app = { name: "Strata", getVersion: () => "1.2.3", getAppPath: () => "/app" };
  const panel = aboutPanel(app, { electron: "45.0.0", chrome: "150.0" });
  expect(panel).toMatchObject({ applicationName: "Strata", applicationVersion: "1.2.3" });
  expect(panel.iconPath).toBe("/app/electron/assets/icon.png");
  expect(panel.version).toBe("Electron 45.0.0, Chromium 150.0");
});
