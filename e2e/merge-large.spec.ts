import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { axe, cli, dropFiles, expect, screenshot, test } from "./app.ts";
import { writeFiles } from "./folders.ts";
import { merge, mergeLabels, notices, size, twoLabels } from "./merging.ts";

test("a text too large for the window is merged in another program, and comes back", async ({
  launch,
  scratch,
}) => {
  test.setTimeout(120_000);
  const app = await launch({ size });
  const { page, store } = app;
  const large = (side: string) => ({
    "dump.sql": `-- by ${side}\n${"insert into beds values (1);\n".repeat(600_000)}`,
  });
  await twoLabels(app, scratch, large);
  // The desktop's own part cannot be played here.
  await app.app.evaluate(({ shell }) => {
    shell.openPath = async (path) => {
      Object.assign(globalThis, { opened: path });
      return "";
    };
  });
  const opened = () => app.app.evaluate(() => (globalThis as { opened?: string }).opened ?? "");
  await mergeLabels(page, "dump.sql");
  await expect(page.locator("[data-card]")).toContainText("too large to merge here line by line");
  await screenshot(page, "merge-large");
  await axe(page);
  await page.getByRole("button", { name: "Open experiments" }).click();
  await expect(notices(page)).toContainText("experiments is open in another program");
  const path = await opened();
  expect(path.endsWith("dump.sql.txt")).toBe(true);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(readFileSync(path, "utf8").startsWith("-- by theirs\n")).toBe(true);

  const folder = writeFiles(join(scratch, "edited"), { "dump.sql.txt": "-- by both\n" });
  await dropFiles(page, [join(folder, "dump.sql.txt")], "[data-card]");
  await expect(notices(page)).toContainText("The edited file is the merged content");
  await expect(merge(page)).toContainText("1 of 1 resolved");
  await page.keyboard.press("Control+Enter");
  await merge(page).getByRole("button", { name: "Complete merge" }).click();
  await expect(notices(page)).toContainText("Merged into main");
  expect(cli(store, "cat", "main:dump.sql")).toBe("-- by both\n");
});
