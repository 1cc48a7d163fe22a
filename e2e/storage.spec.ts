import { randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { cli, expect, looks, pictures, test } from "./app.ts";
import { writeFiles } from "./folders.ts";

const MIB = 1024 * 1024;
const DAY = 24 * 3600 * 1000;
const storage = (page: Page) => page.locator('[data-screen="storage"]');
const label = (page: Page, name: string) => storage(page).locator(`[data-label="${name}"]`);

/** Runs the command line some days ago. */
function cliAgo(days: number, scratch: string, ...args: Parameters<typeof cli>): void {
  const shift = join(scratch, "shift.cjs");
  writeFileSync(shift, `const now = Date.now;\nDate.now = () => now() - ${days * DAY};\n`);
  process.env.NODE_OPTIONS = `--require ${shift}`;
  try {
    cli(...args);
  } finally {
    delete process.env.NODE_OPTIONS;
  }
}

/** Three labels: one with large old moves, one of many files, and one that is deleted. */
function fill(store: string, scratch: string): void {
  const photos = join(scratch, "photos");
  for (let move = 0; move < 6; move++) {
    writeFiles(photos, { [`trip ${move}/one.raw`]: randomBytes(MIB), "cover.raw": randomBytes(3 * MIB) });
    cliAgo(12 - 2 * move, scratch, store, "import", photos, "--label", "photos", "--replace");
  }
  const notes = Object.fromEntries(
    [...Array(80).keys()].map((n) => [
      `chapter ${n % 8}/page ${n}.md`,
      `${n} ${"words ".repeat(900)}${randomBytes(9000).toString("hex")}`,
    ]),
  );
  cliAgo(3, scratch, store, "import", writeFiles(join(scratch, "notes"), notes), "--label", "notes");
  cliAgo(
    2,
    scratch,
    store,
    "import",
    writeFiles(join(scratch, "old"), { a: randomBytes(2 * MIB) }),
    "--label",
    "old",
  );
  cli(store, "label", "delete", "old");
}

test("what takes the space is seen, tried and freed", async ({ launch, scratch }) => {
  test.setTimeout(120_000);
  const store = join(scratch, "filled");
  fill(store, scratch);
  const { page } = await launch({ store, theme: "light", size: { width: 1280, height: 1100 } });
  await page.getByRole("button", { name: /Show what takes the space/ }).click();
  await expect(label(page, "photos")).toContainText("everything");
  await expect(label(page, "old")).toContainText("deleted");
  await expect(storage(page).getByRole("img", { name: /Map of All labels/ })).toContainText("photos");
  await expect(storage(page).getByRole("img", { name: /Stored bytes from/ })).toBeVisible();

  const simulator = page.getByRole("region", { name: "Try a retention" });
  await simulator.getByRole("combobox").selectOption("photos");
  await simulator.getByRole("slider").fill("2");
  await expect(simulator).toContainText("4 of 6 moves would go");
  await expect(simulator).toContainText(/12(\.\d)? MB would become free/);
  await looks(page, "storage");
  await simulator.scrollIntoViewIfNeeded();
  await pictures(page, "storage-simulator");
  await simulator.getByRole("button", { name: "Apply" }).click();
  await expect(label(page, "photos")).toContainText("last 2");

  await label(page, "photos").getByRole("button").click();
  await expect(storage(page).locator('[data-path="cover.raw"]')).toContainText("3.15 MB");
  await pictures(page, "storage-folders");

  await page.getByRole("button", { name: "Free space now…" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText(/About 12\.\d MB would become free/);
  await expect(dialog).toContainText("4 of 6 moves");
  await looks(page, "storage-free");
  await dialog.getByRole("button", { name: "Free space" }).click();
  // The collection ends with a new copy of the database, which takes up to 1 MB of what became free.
  await expect(page.getByRole("heading", { name: /1[12]\.\d MB freed/ })).toBeVisible();
  await pictures(page, "storage-freed");
  await page.keyboard.press("Enter");
  await expect(dialog).toHaveCount(0);
  await expect(storage(page)).toContainText("just now");
  await page.getByRole("button", { name: "Back to labels" }).click();
  await expect(page.locator('[data-screen="labels"] [data-label="photos"]')).toBeVisible();
  expect(JSON.parse(cli(store, "log", "photos", "--json")).log).toHaveLength(2);
});
