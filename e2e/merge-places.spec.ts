import { join } from "node:path";
import type { Page } from "@playwright/test";
import { axe, cli, expect, invoke, screenshot, test } from "./app.ts";
import { writeFiles } from "./folders.ts";

const label = (page: Page, name: string) => page.locator(`[data-screen="labels"] [data-label="${name}"]`);
const file = (page: Page, path: string) => page.locator(`[data-screen="merge-files"] [data-path="${path}"]`);
const merge = (page: Page) => page.locator('[data-screen="merge"]');
const text = (first: string, last: string) => [first, "2", "3", "4", "5", "6", "7", "8", last, ""].join("\n");

test("a text that both sides moved goes where one side has it, with the merged text", async ({
  launch,
  scratch,
}) => {
  const { page, store } = await launch({ size: { width: 1280, height: 800 } });
  const put = (name: string, path: string, content: string) =>
    invoke(page, "import", {
      paths: [writeFiles(join(scratch, `${name}-${path}`), { [path]: content })],
      label: name,
      message: `${path} of ${name}`,
      replace: true,
    });
  await put("work", "notes.txt", text("1", "9"));
  cli(store, "label", "create", "daily", "work");
  await put("work", "mine.txt", text("1 by work", "9"));
  await put("daily", "yours.txt", text("1", "9 by daily"));
  // The latest label is the first: until both are shown as they are, their rows move.
  await expect(label(page, "work")).toContainText("mine.txt of work");
  await expect(label(page, "daily")).toContainText("yours.txt of daily");
  await label(page, "daily").click({ button: "right" });
  await page.getByRole("menuitem", { name: "Merge into…" }).click();
  await page.getByRole("dialog").getByRole("option", { name: /work/ }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Start merge" }).click();
  await file(page, "notes.txt").click();
  await expect(merge(page)).toContainText("work moved it to mine.txt, daily to yours.txt.");
  const at = (path: string) => merge(page).getByRole("button", { name: `Merged text at ${path}` });
  await at("yours.txt").click();
  await expect(at("yours.txt")).toHaveAttribute("aria-pressed", "true");
  await expect(at("mine.txt")).toHaveAttribute("aria-pressed", "false");
  await screenshot(page, "merge-places");
  await axe(page);
  cli(store, "merge", "complete");
  expect(cli(store, "cat", "work:yours.txt")).toBe(text("1 by work", "9 by daily"));
  expect(cli(store, "tree", "work")).not.toContain("mine.txt");
});
