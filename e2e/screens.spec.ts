import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { axe, dropFiles, expect, looks, pictures, screenshot, test } from "./app.ts";
import { writeMixedFolder } from "./folders.ts";
import { LARGE, LONG_NAME, makeLargeStore } from "./large-store.ts";

const label = (page: Page, name: string) => page.locator(`[data-screen="labels"] [data-label="${name}"]`);
const moves = (page: Page) => page.locator('[data-screen="history"] [data-seq]');
const file = (page: Page, path: string) => page.locator(`[data-screen="files"] [data-path="${path}"]`);
const sizes = [
  { width: 1280, height: 800 },
  { width: 1920, height: 1080 },
] as const;

/** Finds the label by its name, as one does among thousands. */
async function choose(page: Page, name: string): Promise<void> {
  await page.getByRole("searchbox", { name: "Filter labels" }).fill(name.slice(0, 40));
  await label(page, name).click();
}

test.describe("with 5,000 labels, 10,000 moves, 20,000 files and long names", () => {
  // The store is made once for all of them.
  test.describe.configure({ mode: "default" });
  let folder = "";
  test.beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "strata-e2e-large-"));
    await makeLargeStore(join(folder, "store"), folder);
  });
  test.afterAll(() => rmSync(folder, { recursive: true, force: true }));

  for (const size of sizes) {
    test(`everything has its place at ${size.width} pixels`, async ({ launch }) => {
      const { page } = await launch({ store: join(folder, "store"), size, theme: "light" });
      await expect(page.locator('[data-screen="labels"]')).toContainText("5,000");
      await choose(page, LARGE.moves);
      await expect(page.locator('[data-screen="history"]')).toContainText("10,00");
      await expect(moves(page).first()).toContainText(/Draft|Back to/);
      await looks(page, `large-moves-${size.width}`);

      await moves(page).nth(2).click();
      await page.getByRole("tab", { name: "Changes" }).click();
      await expect(page.locator('[data-screen="changes"] [data-path]').first()).toBeVisible();
      await page.locator('[data-screen="changes"] [data-path]').first().click();
      await expect(page.locator(".monaco-diff-editor, .monaco-editor").first()).toBeVisible();
      await looks(page, `large-compare-${size.width}`);

      await page.getByRole("tab", { name: "Files" }).click();
      await choose(page, LARGE.files);
      await file(page, "wide").dblclick();
      await expect(file(page, "wide/photo 00000.txt")).toBeVisible();
      await page.getByRole("tree", { name: "Files and folders" }).press("End");
      await expect(file(page, LONG_NAME)).toBeVisible();
      await expect(page.locator(".monaco-editor").getByText("a long name")).toBeVisible();
      await looks(page, `large-files-${size.width}`);

      await choose(page, LARGE.long);
      await expect(moves(page).first()).toContainText("xxx");
      await looks(page, `large-names-${size.width}`);
    });
  }
});

test("one label", async ({ launch, scratch }) => {
  const { page } = await launch({ size: sizes[1], theme: "light" });
  await pictures(page, "first-run-1920");
  await dropFiles(page, [writeMixedFolder(join(scratch, "My project"), 300)]);
  await page.getByRole("dialog").getByRole("button", { name: "Take snapshot" }).click();
  await expect(moves(page)).toHaveCount(1);
  await file(page, "README.md").click();
  await expect(page.locator(".monaco-editor").getByText("# Mixed")).toBeVisible();
  await looks(page, "one-label-1920");
});

test("settings, keys and menus", async ({ launch }) => {
  const { app, page } = await launch({ size: sizes[0], theme: "light" });
  await page.getByRole("button", { name: "Try it with a sample" }).click();
  await expect(label(page, "sample")).toBeVisible();
  await page
    .getByRole("button", { name: "Close" })
    .first()
    .click({ timeout: 2000 })
    .catch(() => undefined);
  for (const [id, name] of [
    ["settings", "Settings"],
    ["keys", "Keyboard shortcuts"],
  ] as const) {
    await app.evaluate(({ Menu }, id) => Menu.getApplicationMenu()?.getMenuItemById(id)?.click(), id);
    await expect(page.getByRole("dialog", { name })).toBeVisible();
    await looks(page, `${id}`, "[role=dialog]");
    await page.keyboard.press("Escape");
    await expect(page.getByRole("dialog")).toHaveCount(0);
  }
  await label(page, "sample").click({ button: "right" });
  await expect(page.getByRole("menu")).toBeVisible();
  await looks(page, "label-menu", "[role=menu]");
  await page.keyboard.press("Escape");
  await moves(page).first().click({ button: "right" });
  await expect(page.getByRole("menu")).toBeVisible();
  await pictures(page, "move-menu");
  await page.keyboard.press("Escape");
});

test("more contrast, and the system's own colours", async ({ launch }) => {
  const { page } = await launch({ size: sizes[0] });
  await page.getByRole("button", { name: "Try it with a sample" }).click();
  await expect(moves(page)).toHaveCount(3);
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, contrast: "more" });
    await screenshot(page, `contrast-${colorScheme}`);
    await axe(page);
  }
  await page.emulateMedia({ contrast: null, forcedColors: "active" });
  await screenshot(page, "forced-colours");
});

test("the window as the README shows it", async ({ launch }) => {
  const { page } = await launch({ size: { width: 1440, height: 900 }, theme: "light" });
  await page.getByRole("button", { name: "Try it with a sample" }).click();
  await expect(moves(page)).toHaveCount(3);
  await moves(page).first().click();
  await page.getByRole("tab", { name: "Changes" }).click();
  const changed = (path: string) => page.locator(`[data-screen="changes"] [data-path="${path}"]`);
  // Only the last move has it: the rows stand still from here on.
  await expect(changed("notes/may.txt")).toBeVisible();
  await changed("README.md").click();
  await expect(changed("README.md")).toHaveAttribute("aria-selected", "true");
  await expect(page.locator(".monaco-diff-editor .char-insert").first()).toBeVisible();
  await expect(page.getByRole("region", { name: "Notices" }).getByRole("status")).toHaveCount(0, {
    timeout: 15_000,
  });
  await screenshot(page, "window");
});
