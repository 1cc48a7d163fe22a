import { join } from "node:path";
import type { Page } from "@playwright/test";
import Database from "better-sqlite3";
import { cli, expect, invoke, looks, test } from "./app.ts";
import { writeFiles } from "./folders.ts";

const notices = (page: Page) => page.getByRole("region", { name: "Notices" });
const label = (page: Page, name: string) => page.locator(`[data-screen="labels"] [data-label="${name}"]`);
const merge = (page: Page) => page.locator('[data-screen="merge"]');
const row = (page: Page, key: string) => page.locator(`[data-conflict-row="${key}"]`);
const versions = (page: Page, key: string) => page.locator(`[data-row-versions="${key}"]`);
const pick = (page: Page, column: string, version: string) =>
  page.locator(`[data-column="${column}"] [data-pick="${version}"]`);

const BASE = `CREATE TABLE beds (id INTEGER PRIMARY KEY, crop TEXT, metres INTEGER, gardener TEXT);
  CREATE TABLE tools (name TEXT PRIMARY KEY, shed INTEGER)`;
const BEDS = 300;

/** Writes the garden's database as one side has it. */
function writeGarden(path: string, side: "base" | "ours" | "theirs"): void {
  const database = new Database(path);
  database.exec(BASE);
  const bed = database.prepare("INSERT INTO beds VALUES (?, ?, ?, ?)");
  for (let id = 1; id <= BEDS; id++) {
    bed.run(id, `${side} crop ${id}`, side === "base" ? 4 : side === "ours" ? 5 : 6, "Ann");
  }
  if (side === "theirs") database.exec("UPDATE beds SET gardener = 'Bob' WHERE id = 1");
  if (side === "ours") database.exec("DELETE FROM beds WHERE id = 2");
  const tool = database.prepare("INSERT INTO tools VALUES (?, ?)");
  for (const name of ["hoe", "rake", "spade"]) tool.run(name, { base: 1, ours: 2, theirs: 3 }[side]);
  database.close();
}

test("a database is decided row by row, and completed", async ({ launch, scratch }) => {
  const { page, store } = await launch({ size: { width: 1280, height: 800 }, theme: "light" });
  const put = async (name: string, side: "base" | "ours" | "theirs") => {
    const folder = writeFiles(join(scratch, `${name}-${side}`), { "notes.txt": "Garden\n" });
    writeGarden(join(folder, "garden.db"), side);
    await invoke(page, "import", { paths: [folder], label: name, message: `As ${side}`, replace: true });
  };
  await put("main", "base");
  await invoke(page, "label.create", { label: "experiments", ref: "main" });
  await put("main", "ours");
  await put("experiments", "theirs");
  await expect(label(page, "experiments")).toContainText("As theirs");
  await expect(label(page, "main")).toContainText("As ours");
  await label(page, "experiments").click({ button: "right" });
  await page.getByRole("menuitem", { name: "Merge into…" }).click();
  await expect(page.getByRole("dialog").getByRole("listbox", { name: "Labels" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(merge(page)).toContainText("0 of 303 rows in conflict decided");

  await test.step("column by column: the row is open until all are chosen", async () => {
    await pick(page, "crop", "theirs").click();
    await expect(row(page, "1")).toContainText("open, 1 of 2 columns");
    await looks(page, "merge-rows");
    await pick(page, "metres", "ours").click();
    await expect(row(page, "1")).toContainText("by column");
    await expect(merge(page)).toContainText("1 of 303 rows");
  });

  await test.step("by keyboard: a deleted row, and one from each version", async () => {
    await page.getByRole("listbox", { name: "Rows in conflict of beds" }).focus();
    await page.keyboard.press("ArrowDown");
    await expect(versions(page, "2")).toContainText("One side deleted this row");
    for (const key of ["2", "1", "b"]) await page.keyboard.press(key);
    await expect(merge(page)).toContainText("4 of 303 rows");
    await expect(versions(page, "5")).toBeVisible();
    await expect(row(page, "4")).toContainText("base (");
  });

  await test.step("rows far below are loaded as they come into view", async () => {
    await page.keyboard.press("End");
    await expect(row(page, "300")).toContainText("open");
    await page.locator('[data-take-row="theirs"]').click();
    await expect(row(page, "300")).toContainText("experiments");
  });

  await test.step("the other rows of a table, taken back, and again", async () => {
    const take = () => page.locator('[data-rest="ours"]').click();
    await take();
    await expect(merge(page)).toContainText("300 of 303 rows");
    await notices(page).getByRole("button", { name: "Undo" }).click();
    await expect(merge(page)).toContainText("5 of 303 rows");
    await take();
    await expect(merge(page)).toContainText("300 of 303 rows");
    await page.locator('[data-conflict-table="tools"]').click();
    await page.locator('[data-rest="theirs"]').click();
    await expect(merge(page)).toContainText("303 of 303 rows");
    await looks(page, "merge-rows-decided");
  });

  await page.keyboard.press("Control+Enter");
  await merge(page).getByRole("button", { name: "Complete merge" }).click();
  await expect(notices(page)).toContainText("Merged into main");
  const out = join(scratch, "out");
  cli(store, "export", "main", "--to", out);
  const database = new Database(join(out, "garden.db"), { readonly: true });
  const beds = database.prepare("SELECT id, crop, metres, gardener FROM beds ORDER BY id").raw().all();
  const shed = database.prepare("SELECT DISTINCT shed FROM tools").raw().all();
  database.close();
  expect(beds.slice(0, 4)).toEqual([
    [1, "theirs crop 1", 5, "Bob"],
    [3, "theirs crop 3", 6, "Ann"],
    [4, "base crop 4", 4, "Ann"],
    [5, "ours crop 5", 5, "Ann"],
  ]);
  expect(beds.length).toBe(BEDS - 1);
  expect(beds.at(-1)).toEqual([300, "theirs crop 300", 6, "Ann"]);
  expect(shed).toEqual([[3]]);
});
