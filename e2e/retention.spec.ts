import { join } from "node:path";
import type { ElectronApplication, Page } from "@playwright/test";
import { axe, cli, expect, invoke, screenshot, test } from "./app.ts";
import { writeFiles } from "./folders.ts";

const moves = (page: Page) => page.locator('[data-screen="history"] [data-seq]');
const label = (page: Page, name: string) => page.locator(`[data-screen="labels"] [data-label="${name}"]`);
const kept = (page: Page) =>
  page.locator('[data-screen="history"]').getByRole("img", { name: "kept for good" });

/** Whether an item of the native menu can be chosen. */
const isEnabled = (app: ElectronApplication, id: string) =>
  app.evaluate(({ Menu }, id) => Menu.getApplicationMenu()?.getMenuItemById(id)?.enabled, id);
const menu = (app: ElectronApplication, id: string) =>
  app.evaluate(({ Menu }, id) => Menu.getApplicationMenu()?.getMenuItemById(id)?.click(), id);

test("a move is kept for good, and a label's retention says what would go", async ({ launch, scratch }) => {
  const store = join(scratch, "store");
  const folder = join(scratch, "work");
  for (const draft of ["One", "Two", "Three", "Four"]) {
    cli(store, "import", writeFiles(folder, { "plan.md": draft }), "--label", "work", "-m", draft);
  }
  const { app, page } = await launch({ store, size: { width: 1280, height: 800 } });
  await label(page, "work").click();
  await expect(moves(page)).toHaveCount(4);
  const dialog = page.getByRole("dialog");

  await test.step("by the menu of the row, with the keyboard", async () => {
    await moves(page).last().click();
    await page.keyboard.press("Shift+F10");
    await page.getByRole("menuitem", { name: "Keep for good" }).press("Enter");
    await expect(kept(page)).toHaveCount(1);
    await expect(moves(page).last()).toContainText("One");
    await expect(moves(page).last().getByRole("img", { name: "kept for good" })).toBeVisible();
  });

  await test.step("by the native menu, and by others meanwhile", async () => {
    await expect.poll(() => isEnabled(app, "release-move")).toBe(true);
    await menu(app, "release-move");
    await expect(kept(page)).toHaveCount(0);
    cli(store, "keep", "work@{3}");
    await expect(kept(page)).toHaveCount(1);
  });

  await test.step("what would go is counted as it is typed", async () => {
    await label(page, "work").click({ button: "right" });
    await page.getByRole("menuitem", { name: "Retention…" }).click();
    await expect(dialog.getByRole("radio", { name: "As the store says: everything" })).toBeFocused();
    await expect(dialog.getByText("No move would go; 1 kept move stays.")).toBeVisible();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    await expect(dialog.getByRole("radio", { name: "The latest moves" })).toBeChecked();
    await dialog.getByLabel("Moves").fill("0");
    await expect(dialog.getByText("A whole number from 1 to 1,000,000")).toBeVisible();
    await expect(dialog.getByRole("button", { name: "Save" })).toBeDisabled();
    await dialog.getByLabel("Moves").fill("2");
    await expect(
      dialog.getByText("1 of 4 moves would go at the next garbage collection; 1 kept move stays."),
    ).toBeVisible();
    await expect(dialog.getByText("Nothing goes before the next garbage collection.")).toBeVisible();
    await screenshot(page, "retention-last");
    await page.keyboard.press("Enter");
    await expect(dialog).toBeHidden();
    await expect(label(page, "work").getByRole("img", { name: "Keeps the latest 2 moves" })).toHaveText(
      "last 2",
    );
    await expect(moves(page)).toHaveCount(4);
  });

  await test.step("a ladder, and the store's default from the settings", async () => {
    await menu(app, "retention");
    await dialog.getByRole("radio", { name: "Fewer the older they are" }).click();
    await expect(dialog.getByLabel("One an hour, hours")).toHaveValue("48");
    await axe(page);
    await screenshot(page, "retention-ladder");
    await dialog.getByRole("radio", { name: /^As the store says/ }).click();
    await dialog.getByRole("button", { name: "Save" }).click();
    await expect(dialog).toBeHidden();
    await menu(app, "settings");
    await expect(dialog.getByText("Keeps everything of each label that says nothing else.")).toBeVisible();
    await dialog.getByRole("button", { name: "Retention…" }).click();
    await dialog.getByRole("radio", { name: "Every state of the last days" }).click();
    await dialog.getByRole("button", { name: "Save" }).click();
    await expect(dialog).toBeHidden();
    await expect(
      label(page, "work").getByRole("img", {
        name: "Keeps every state of the last 30 days, as the store says",
      }),
    ).toHaveText("30 days");
    await screenshot(page, "retention-badge");
    expect(await invoke(page, "retention.show", {})).toEqual({
      store: { keep: "days", days: 30 },
      labels: [],
    });
  });
});
