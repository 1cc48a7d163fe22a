import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { cli, dropFiles, expect, test } from "./app.ts";
import { writeFiles, writeMixedFolder } from "./folders.ts";

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
  await expect(page.getByText("Paused", { exact: true })).toBeVisible();
  await page.reload();
  const card = page.locator('[data-interrupted="long"]');
  await expect(card).toBeVisible();
  expect(JSON.parse(cli(store, "labels", "--json")).total).toBe(0);
  await card.getByRole("button").last().click();
  await expect(page.locator('[data-screen="labels"] [data-label="long"]')).toBeVisible({ timeout: 60_000 });
  await expect(card).toBeHidden();
  expect(JSON.parse(cli(store, "log", "long", "--json")).log).toHaveLength(1);
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
