import type { ElectronApplication } from "@playwright/test";
import { expect, test } from "./app.ts";

const menu = (app: ElectronApplication, id: string) =>
  app.evaluate(({ Menu }, id) => Menu.getApplicationMenu()?.getMenuItemById(id)?.click(), id);
const level = (app: ElectronApplication) =>
  app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getZoomLevel());

/** Presses a key with Ctrl as the desktop does: keys from Playwright pass the main process by. */
const press = (app: ElectronApplication, keyCode: string) =>
  app.evaluate(({ BrowserWindow }, keyCode) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    for (const type of ["keyDown", "keyUp"] as const)
      contents?.sendInputEvent({ type, keyCode, modifiers: ["control"] });
  }, keyCode);

test("everything is zoomed by the keys that are meant for it, and by the menu", async ({ launch }) => {
  const { app } = await launch();
  await press(app, "=");
  await expect.poll(() => level(app)).toBe(0.5);
  await press(app, "numadd");
  await expect.poll(() => level(app)).toBe(1);
  await press(app, "numsub");
  await expect.poll(() => level(app)).toBe(0.5);
  await press(app, "-");
  await expect.poll(() => level(app)).toBe(0);
  await menu(app, "zoom-in");
  await expect.poll(() => level(app)).toBe(0.5);
  await press(app, "num0");
  await expect.poll(() => level(app)).toBe(0);
  await menu(app, "zoom-out");
  await expect.poll(() => level(app)).toBe(-0.5);
  await press(app, "0");
  await expect.poll(() => level(app)).toBe(0);
});

test("About tells of Strata", async ({ launch }) => {
  const { app } = await launch();
  const told = await app.evaluate(({ app, Menu }) => {
    let panel: Electron.AboutPanelOptionsOptions = {};
    const { setAboutPanelOptions } = app;
    Object.assign(app, {
      setAboutPanelOptions: (options: Electron.AboutPanelOptionsOptions) => {
        panel = options;
        setAboutPanelOptions.call(app, options);
      },
      showAboutPanel: () => undefined,
    });
    Menu.getApplicationMenu()?.getMenuItemById("about")?.click();
    return { ...panel, item: Menu.getApplicationMenu()?.getMenuItemById("about")?.label };
  });
  expect(told).toMatchObject({
    item: "About Strata",
    applicationName: "Strata",
    applicationVersion: expect.stringMatching(/^\d+\.\d+\.\d+$/),
    iconPath: expect.stringMatching(/icon\.png$/),
  });
});
