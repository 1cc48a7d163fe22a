import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { cli, dropFiles, expect, test } from "./app.ts";
import { writeFiles, writeMixedFolder } from "./folders.ts";

const activity = (page: Page) => page.locator("[data-activity]");

test("a page that is loaded anew during an import tells of it, and it goes on", async ({
  launch,
  scratch,
}) => {
  const files = Array.from({ length: 300 }, (_, n) => [`${n}.bin`, randomBytes(1_000_000)] as const);
  const folder = writeFiles(join(scratch, "long"), Object.fromEntries(files));
  const { page, store } = await launch();
  await dropFiles(page, [folder]);
  await page.getByRole("dialog").getByRole("button", { name: "Take snapshot" }).click();
  await page.getByRole("button", { name: "Pause" }).click();
  await expect(activity(page).getByText("Paused", { exact: true })).toBeVisible();
  await page.reload();
  const card = page.locator('[data-interrupted="long"]');
  await expect(card).toBeVisible();
  expect(JSON.parse(cli(store, "labels", "--json")).total).toBe(0);
  await card.getByRole("button").last().click();
  await expect(page.locator('[data-screen="labels"] [data-label="long"]')).toBeVisible({ timeout: 60_000 });
  await expect(card).toBeHidden();
  expect(JSON.parse(cli(store, "log", "long", "--json")).log).toHaveLength(1);
});

test("an interrupted import that goes on is not offered again, nor when it is cancelled then", async ({
  launch,
  scratch,
}) => {
  const files = Array.from({ length: 300 }, (_, n) => [`${n}.bin`, randomBytes(1_000_000)] as const);
  const folder = writeFiles(join(scratch, "long"), Object.fromEntries(files));
  const first = await launch();
  await dropFiles(first.page, [folder]);
  await first.page.getByRole("dialog").getByRole("button", { name: "Take snapshot" }).click();
  await first.page.getByRole("button", { name: "Pause" }).click();
  await expect(activity(first.page).getByText("Paused", { exact: true })).toBeVisible();
  const gone = new Promise((resolve) => first.app.process().once("exit", resolve));
  first.app.process().kill("SIGKILL");
  await gone;

  const { store, userData } = first;
  const second = await launch({ store, userData });
  const card = second.page.locator('[data-interrupted="long"]');
  await card.getByRole("button", { name: "Resume" }).click();
  await second.page.getByRole("button", { name: "Pause" }).click();
  await expect(card).toHaveCount(0);
  await second.page.reload();
  await card.getByRole("button", { name: "Resume" }).click();
  await second.page.getByRole("button", { name: "Pause" }).click();
  await second.page.getByRole("button", { name: "Cancel the snapshot" }).click();
  await expect(second.page.getByText("was cancelled")).toBeVisible();
  await expect(card).toHaveCount(0);
  await second.close();

  const third = await launch({ store, userData });
  await expect(third.page.getByRole("button", { name: "Choose a folder…" })).toBeVisible();
  await expect(third.page.locator("[data-interrupted]")).toHaveCount(0);
});

test("a second start that names another store opens that one, with what it was given", async ({
  launch,
  scratch,
}) => {
  const folder = writeMixedFolder(join(scratch, "given"), 20);
  const { app, page, store } = await launch();
  const other = join(scratch, "other");
  // As the second start hands it over.
  await app.evaluate(({ app }, data) => app.emit("second-instance", {}, [], "", data), {
    paths: [folder],
    store: other,
  });
  await page.getByRole("dialog").getByRole("button", { name: "Take snapshot" }).click();
  await expect(page.locator('[data-screen="labels"] [data-label="given"]')).toBeVisible();
  expect(JSON.parse(cli(other, "labels", "--json")).total).toBe(1);
  expect(existsSync(store) ? JSON.parse(cli(store, "labels", "--json")).total : 0).toBe(0);
});

test("the window cannot ask for more than it can be given in no time", async ({ launch }) => {
  const { page } = await launch();
  const ask = (name: "labels" | "cat", input: object) =>
    page.evaluate(([name, input]) => window.strata.invoke("test", name, input as never), [
      name,
      input,
    ] as const);
  expect(await ask("labels", {})).toMatchObject({ ok: false, error: { code: "BadInput" } });
  expect(await ask("cat", { ref: "photos:large" })).toMatchObject({ ok: false, error: { code: "BadInput" } });
  expect(await ask("labels", { limit: 200 })).toMatchObject({ ok: true });
});
