import { randomBytes } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { ElectronApplication, Page } from "@playwright/test";
import { cli, expect, looks, test } from "./app.ts";
import { writeFiles } from "./folders.ts";

const storage = (page: Page) => page.locator('[data-screen="storage"]');
const place = (page: Page) => page.getByRole("region", { name: "Where it is" });

/** Has the native pickers answer with a path, since no test can click in a window of the system. */
async function pickerAnswers(app: ElectronApplication, path: string): Promise<void> {
  await app.evaluate(({ dialog }, path) => {
    Object.assign(dialog, {
      showOpenDialog: async () => ({ canceled: false, filePaths: [path] }),
    });
  }, path);
}

async function openStorage(page: Page): Promise<void> {
  await page.getByRole("button", { name: /Show what takes the space/ }).click();
  await expect(place(page)).toBeVisible();
}

test("the store moves, the app goes along, and the old one is deleted when that is asked for", async ({
  launch,
  scratch,
}) => {
  test.setTimeout(120_000);
  const [store, to, third] = ["filled", "elsewhere", "third"].map((name) => join(scratch, name)) as [
    string,
    string,
    string,
  ];
  const files = { a: randomBytes(2_000_000), "in/b": randomBytes(1_500_000) };
  cli(store, "import", writeFiles(join(scratch, "photos"), files), "--label", "photos");
  const { app, page, userData } = await launch({
    store,
    theme: "light",
    size: { width: 1280, height: 1100 },
  });

  await openStorage(page);
  await pickerAnswers(app, to);
  await place(page).getByRole("button", { name: "Move the store…" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText(to);
  await looks(page, "store-move");
  await dialog.getByRole("button", { name: "Move the store" }).click();
  await expect(page.getByText(`The store is at ${to} now`)).toBeVisible();
  await expect(page.locator('[data-screen="labels"] [data-label="photos"]')).toBeVisible();
  expect(existsSync(join(to, "strata.db"))).toBe(true);

  await openStorage(page);
  await expect(place(page)).toContainText(to);
  await expect(place(page)).toContainText(`The old one is still at ${store}`);
  await place(page).scrollIntoViewIfNeeded();
  await looks(page, "store-moved");
  await place(page).getByRole("button", { name: "Delete the old one…" }).click();
  await expect(dialog).toContainText(/This gives \d+(\.\d+)? MB back/);
  await looks(page, "store-delete-old");
  await dialog.getByRole("button", { name: "Delete the old one" }).click();
  await expect(dialog).toHaveCount(0);
  await expect(place(page)).not.toContainText("The old one is still at");
  expect(readdirSync(store)).toEqual(["store.json"]);

  // A move by another process takes the window along, too.
  cli(to, "store", "move", third);
  await expect(page.locator('[data-screen="labels"] [data-label="photos"]')).toBeVisible();
  await openStorage(page);
  await expect(place(page)).toContainText(third);
  await expect(storage(page)).toContainText("photos");
  // The store was named at the start, so that the settings keep the one that they had.
  expect(readFileSync(join(userData, "settings.json"), "utf8")).toContain('"store":null');
});
