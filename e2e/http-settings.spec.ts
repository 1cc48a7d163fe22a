import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, looks, test } from "./app.ts";

test("other programs are answered once that is turned on, with the token, and what they ask is listed", async ({
  launch,
  scratch,
}) => {
  const data = join(scratch, "data");
  const { app, page } = await launch({ env: { XDG_DATA_HOME: data }, size: { width: 1280, height: 1000 } });
  await page.getByRole("button", { name: "Try it with a sample" }).click();
  await expect(page.locator('[data-screen="labels"] [data-label="sample"]')).toBeVisible();
  await app.evaluate(({ Menu }) => Menu.getApplicationMenu()?.getMenuItemById("settings")?.click());
  const dialog = page.getByRole("dialog", { name: "Settings" });
  await page.evaluate(() =>
    window.strata.shell({ do: "settings", change: { http: { on: false, port: 0 } } }),
  );
  await dialog.getByRole("checkbox", { name: "Answer other programs" }).click();
  const address = dialog.locator("[data-http-url]");
  await expect(address).toHaveText(/^http:\/\/127\.0\.0\.1:\d+$/);
  const url = await address.innerText();
  const tokenFile = join(data, "strata", "http-token");
  const token = readFileSync(tokenFile, "utf8").trim();
  if (process.platform !== "win32") expect(statSync(tokenFile).mode & 0o777).toBe(0o600);
  const ask = async (path: string, bearer: string) =>
    await fetch(url + path, { headers: { Authorization: `Bearer ${bearer}`, Connection: "close" } });

  const { labels } = (await (await ask("/api/fs/labels", token)).json()) as { labels: { name: string }[] };
  expect(labels.map(({ name }) => name)).toEqual(["sample"]);
  expect((await ask("/api/fs/labels/nothing", token)).status).toBe(404);
  const asked = dialog.getByRole("listbox", { name: "Recent requests" });
  await expect(asked.locator('[data-status="404"]')).toContainText("/api/fs/labels/nothing");
  await expect(dialog).not.toContainText(token);
  await asked.scrollIntoViewIfNeeded();
  await looks(page, "settings-http", "[role=dialog]");

  await dialog.getByRole("button", { name: "New token" }).click();
  await expect.poll(async () => (await ask("/api/fs/labels", token)).status).toBe(401);
  await dialog.getByRole("checkbox", { name: "Answer other programs" }).click();
  await expect(address).toHaveCount(0);
  await expect
    .poll(() =>
      ask("/api/fs/labels", token).then(
        () => "answered",
        () => "gone",
      ),
    )
    .toBe("gone");
});
