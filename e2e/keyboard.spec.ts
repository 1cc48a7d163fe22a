import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { ElectronApplication, Locator, Page } from "@playwright/test";
import { cli, expect, test } from "./app.ts";
import { writeFiles } from "./folders.ts";

const label = (page: Page, name: string) => page.locator(`[data-screen="labels"] [data-label="${name}"]`);
const moves = (page: Page) => page.locator('[data-screen="history"] [data-seq]');
const button = (page: Page, name: string | RegExp) => page.getByRole("button", { name });
/** The button that takes back what a notice tells. */
const undo = (page: Page, told: string) =>
  page.getByRole("status").filter({ hasText: told }).getByRole("button", { name: "Undo" });
const menu = (app: ElectronApplication, id: string) =>
  app.evaluate(({ Menu }, id) => Menu.getApplicationMenu()?.getMenuItemById(id)?.click(), id);

/** Goes to a part of the window, and waits until the keys are for it. */
async function focus(
  app: ElectronApplication,
  page: Page,
  part: "labels" | "history" | "files",
): Promise<void> {
  await menu(app, `focus-${part}`);
  await page.waitForFunction(
    (part) => document.activeElement?.matches(`[data-screen="${part}"] :is([role=listbox], [role=tree])`),
    part,
  );
}

/** Has the native pickers answer with a path, since no test can click in a window of the system. */
async function pickerAnswers(app: ElectronApplication, path: string): Promise<void> {
  await app.evaluate(({ dialog }, path) => {
    Object.assign(dialog, {
      showOpenDialog: async () => ({ canceled: false, filePaths: [path] }),
      showSaveDialog: async () => ({ canceled: false, filePath: path }),
    });
  }, path);
}

/** Presses Tab until something has the focus. */
async function tabTo(page: Page, wanted: Locator) {
  await expect(wanted).toBeVisible();
  for (let presses = 0; presses < 60; presses++) {
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`${wanted} is not reached by Tab`);
}

test("everything is done without a mouse", async ({ launch, scratch }) => {
  const folder = writeFiles(join(scratch, "diary"), {
    "monday.md": "# Monday\n",
    "photos/a.txt": "a\n",
    "photos/b.txt": "b\n",
  });
  const { app, page, store } = await launch({ size: { width: 1280, height: 800 } });

  await test.step("import", async () => {
    await pickerAnswers(app, folder);
    await menu(app, "import-folder");
    await expect(page.getByRole("dialog").getByLabel("Label")).toHaveValue("diary");
    await expect(page.getByRole("dialog").getByText("Everything is new.")).toBeVisible();
    await page.keyboard.press("Enter");
    await expect(moves(page)).toHaveCount(1);
  });

  await test.step("snapshot now", async () => {
    writeFiles(folder, { "monday.md": "# Monday\n\nRain.\n", "tuesday.md": "# Tuesday\n" });
    await menu(app, "snapshot-now");
    await expect(page.getByRole("dialog").getByLabel("1 file added, 1 file changed")).toBeVisible();
    await page.keyboard.press("Enter");
    await expect(moves(page)).toHaveCount(2);
  });

  await test.step("go through history, and compare", async () => {
    await focus(app, page, "history");
    await page.keyboard.press("ArrowDown");
    await expect(moves(page).nth(1)).toHaveAttribute("aria-selected", "true");
    await page.keyboard.press("ArrowUp");
    await expect(moves(page).first()).toHaveAttribute("aria-selected", "true");
    await menu(app, "compare");
    await expect(page.getByRole("tab", { name: "Changes" })).toHaveAttribute("aria-selected", "true");
    await expect(page.locator(".monaco-diff-editor")).toBeVisible();
    await page.keyboard.press("F7");
    const next = page.locator('[data-screen="changes"] [data-path="tuesday.md"]');
    await expect(next).toHaveAttribute("aria-selected", "true");
  });

  await test.step("browse, preview, and put a file back", async () => {
    await focus(app, page, "history");
    await page.keyboard.press("End");
    await focus(app, page, "files");
    await page.keyboard.press("Home");
    await page.keyboard.press("ArrowRight");
    await expect(page.locator('[data-path="photos/a.txt"]')).toBeVisible();
    await page.keyboard.press("ArrowLeft");
    await expect(page.locator('[data-path="photos/a.txt"]')).toHaveCount(0);
    await page.keyboard.press("End");
    await expect(page.locator('[data-screen="files"] [data-path="monday.md"]')).toHaveAttribute(
      "aria-selected",
      "true",
    );
    await menu(app, "restore");
    const dialog = page.getByRole("dialog");
    await expect(dialog.getByRole("checkbox")).toBeChecked();
    await tabTo(page, button(page, /^Restore$/));
    await page.keyboard.press("Enter");
    await expect(page.getByText("Restored 1 file")).toBeVisible();
    expect(readFileSync(join(folder, "monday.md"), "utf8")).toBe("# Monday\n");
  });

  await test.step("export", async () => {
    const target = join(scratch, "out.zip");
    await pickerAnswers(app, target);
    await focus(app, page, "history");
    await menu(app, "export");
    const dialog = page.getByRole("dialog");
    await expect(dialog).toBeVisible();
    await dialog.getByRole("radio", { name: ".zip" }).focus();
    await page.keyboard.press("Space");
    await tabTo(page, button(page, /Choose location/));
    await page.keyboard.press("Enter");
    await expect(page.getByText(/^Exported/)).toBeVisible();
    expect(readFileSync(target).subarray(0, 2).toString()).toBe("PK");
  });

  await test.step("restore to here, and take that back", async () => {
    const before = JSON.parse(cli(store, "labels", "--json")).labels[0].ca_id;
    await focus(app, page, "history");
    await page.keyboard.press("End");
    await menu(app, "reset");
    await tabTo(page, undo(page, "diary"));
    expect(JSON.parse(cli(store, "labels", "--json")).labels[0].ca_id).not.toBe(before);
    await page.keyboard.press("Enter");
    await expect.poll(() => JSON.parse(cli(store, "labels", "--json")).labels[0].ca_id).toBe(before);
  });

  await test.step("start a label, rename it, delete it, bring it back", async () => {
    await focus(app, page, "history");
    await menu(app, "start-label");
    await expect(page.getByRole("dialog").getByLabel("Name")).toBeFocused();
    await page.keyboard.type("branch");
    await page.keyboard.press("Enter");
    await expect(label(page, "branch")).toHaveAttribute("aria-selected", "true");
    await focus(app, page, "labels");
    await page.keyboard.press("F2");
    await expect(page.getByRole("dialog").getByLabel("Name")).toBeFocused();
    await page.keyboard.press("Control+A");
    await page.keyboard.type("other");
    await page.keyboard.press("Enter");
    await expect(label(page, "other")).toHaveAttribute("aria-selected", "true");
    await focus(app, page, "labels");
    await page.keyboard.press("Delete");
    await expect(label(page, "other")).toHaveCount(0);
    await tabTo(page, undo(page, "other"));
    await page.keyboard.press("Enter");
    await expect(label(page, "other")).toBeVisible();
  });

  await test.step("menus, the list of keys, and the parts of the window", async () => {
    await focus(app, page, "labels");
    await page.keyboard.press("Shift+F10");
    await expect(page.getByRole("menu")).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(page.getByRole("menu")).toHaveCount(0);
    await menu(app, "keys");
    await expect(page.getByRole("dialog", { name: "Keyboard shortcuts" })).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(page.getByRole("dialog")).toHaveCount(0);
    await focus(app, page, "labels");
    const parts = new Set<string>();
    for (let press = 0; press < 4; press++) {
      parts.add(
        await page.evaluate(
          () => document.activeElement?.closest("[data-screen]")?.getAttribute("data-screen") ?? "none",
        ),
      );
      await page.keyboard.press("F6");
    }
    expect([...parts]).toEqual(expect.arrayContaining(["labels", "history", "files"]));
  });
});
