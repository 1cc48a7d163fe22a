import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { axe, cli, dropFiles, expect, invoke, screenshot, test } from "./app.ts";
import { oddNames, writeMixedFolder } from "./folders.ts";

const screen = (page: Page, name: string) => page.locator(`[data-screen="${name}"]`);
const file = (page: Page, path: string) => screen(page, "files").locator(`[data-path="${path}"]`);
const moves = (page: Page) => screen(page, "history").locator("[data-seq]");

/** Takes the snapshot that the dialog has ready. */
async function take(page: Page, message: string): Promise<void> {
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Message").fill(message);
  await dialog.getByRole("button", { name: "Take snapshot" }).click();
}

test("a person drops a folder, sees its history, and gets things back", async ({ launch, scratch }) => {
  const folder = writeMixedFolder(join(scratch, "My project"));
  const first = await launch({ size: { width: 1280, height: 800 } });
  const { page, store, userData } = first;

  await test.step("an empty store says what to do", async () => {
    await expect(page.getByRole("button", { name: "Choose a folder…" })).toBeVisible();
    await screenshot(page, "first-run");
    await axe(page);
  });

  await test.step("dropping 2,000 files tells what will happen, then a receipt", async () => {
    await dropFiles(page, [folder]);
    const dialog = page.getByRole("dialog");
    await expect(dialog.getByText("2,000")).toBeVisible();
    await expect(dialog.getByLabel("Label")).toHaveValue("My-project");
    await screenshot(page, "preflight");
    await axe(page, "[role=dialog]");
    await take(page, "As I found it");
    await page.getByRole("button", { name: "Details" }).click();
    await expect(page.getByRole("dialog").getByText("2,000").first()).toBeVisible();
    await screenshot(page, "receipt");
    await axe(page, "[role=dialog]");
    await page.keyboard.press("Escape");
    await expect(moves(page)).toHaveCount(1);
  });

  await test.step("its files can be browsed and previewed", async () => {
    await file(page, "README.md").click();
    await expect(screen(page, "files").locator(".monaco-editor").getByText("# Mixed")).toBeVisible();
    await screenshot(page, "preview-text");
    await axe(page);
    await file(page, "pictures").dblclick();
    await file(page, "pictures/dot.png").click();
    const image = screen(page, "files").locator("img");
    await expect.poll(() => image.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBe(8);
    await screenshot(page, "preview-image");
    await axe(page);
    await file(page, "data").dblclick();
    await file(page, "data/people.sqlite").click();
    await expect(screen(page, "files").getByText("Person 0", { exact: true })).toBeVisible();
    await screenshot(page, "preview-tables");
    await axe(page);
    await file(page, "data/noise.bin").click();
    await expect(screen(page, "files").getByText("00000000").first()).toBeVisible();
    await screenshot(page, "preview-bytes");
    await axe(page);
    // Closed again, so that all of the next folder is in view.
    await file(page, "data").dblclick();
    await file(page, "odd names").dblclick();
    for (const name of oddNames) await expect(file(page, `odd names/${CSS_escape(name)}`)).toHaveCount(1);
  });

  await test.step("what changed on disk becomes the next snapshot", async () => {
    writeFileSync(join(folder, "README.md"), "# Mixed\n\nA folder with nearly everything in it.\n");
    writeFileSync(join(folder, "new.txt"), "new\n");
    rmSync(join(folder, "empty.txt"));
    await page.getByRole("button", { name: "Snapshot now" }).first().click();
    const dialog = page.getByRole("dialog");
    await expect(dialog.getByLabel("1 file added, 1 file changed, 1 file removed")).toBeVisible();
    await screenshot(page, "snapshot-now");
    await take(page, "A better description");
    await expect(moves(page)).toHaveCount(2);
    await expect(moves(page).first()).toContainText("A better description");
    await expect(
      moves(page).first().getByLabel("1 file added, 1 file changed, 1 file removed"),
    ).toBeVisible();
  });

  await test.step("compared with the one before it", async () => {
    await page.getByRole("tab", { name: "Changes" }).click();
    const changes = screen(page, "changes");
    await changes.locator('[data-path="README.md"]').click();
    await expect(changes.locator(".monaco-diff-editor").getByText("nearly everything").first()).toBeVisible();
    // The differences are worked out in a thread of their own.
    await expect(changes.locator(".monaco-diff-editor .char-insert").first()).toBeVisible();
    await screenshot(page, "compare");
    await axe(page);
  });

  await test.step("an old file is put back", async () => {
    await page.getByRole("tab", { name: "Files" }).click();
    await moves(page).nth(1).click();
    // It is the last one, far below what is expanded above it.
    await page.getByRole("tree", { name: "Files and folders" }).press("End");
    await expect(file(page, "README.md")).toHaveAttribute("aria-selected", "true");
    // What is previewed follows a moment later.
    await expect(screen(page, "files").getByRole("heading", { name: "README.md" })).toBeVisible();
    await screen(page, "files").getByRole("button", { name: "Restore…" }).click();
    const dialog = page.getByRole("dialog");
    await expect(dialog.getByRole("checkbox")).toBeChecked();
    await screenshot(page, "restore");
    await axe(page, "[role=dialog]");
    await dialog.getByRole("button", { name: "Restore", exact: true }).click();
    await expect(page.getByText("Restored 1 file")).toBeVisible();
    expect(readFileSync(join(folder, "README.md"), "utf8")).toBe(
      "# Mixed\n\nA folder with everything in it.\n",
    );
  });

  await test.step("the label goes back to its first snapshot", async () => {
    const { log } = JSON.parse(cli(store, "log", "My-project", "--json"));
    await moves(page).last().click();
    await page.getByRole("button", { name: "Restore to here" }).first().click();
    await expect(page.getByRole("button", { name: "Undo" })).toBeVisible();
    await expect(moves(page).first()).toContainText("Restored");
    const after = JSON.parse(cli(store, "log", "My-project", "--json")).log;
    expect(after.length).toBe(log.length + 1);
    expect(after.at(-1)).toMatchObject({ op: "reset", to: log[0].to });
    await screenshot(page, "restored-to-here");
    await axe(page);
  });

  await test.step("what the command line does shows up by itself", async () => {
    const before = await moves(page).count();
    writeFileSync(join(folder, "from-the-command-line.txt"), "hello\n");
    // The label went back to its first snapshot: that is replaced.
    cli(store, "import", folder, "--label", "My-project", "--replace", "-m", "From the command line");
    await expect(moves(page)).toHaveCount(before + 1);
    await expect(moves(page).first()).toContainText("From the command line");
    cli(store, "label", "create", "elsewhere", "My-project");
    await expect(screen(page, "labels").locator('[data-label="elsewhere"]')).toBeVisible();
  });

  await test.step("everything is exported as a folder and as archives", async () => {
    const target = join(scratch, "out");
    mkdirSync(target);
    for (const format of ["zip", "tar"] as const) {
      const { files } = await invoke(page, "export", {
        ref: "My-project",
        to: join(target, `all.${format}`),
        format,
      });
      expect(files).toBe(2001);
    }
  });

  await test.step("all of it is still there after quitting", async () => {
    await first.close();
    const again = await launch({ store, userData, size: { width: 1280, height: 800 } });
    await expect(moves(again.page).first()).toContainText("From the command line");
    await screen(again.page, "labels").locator('[data-label="My-project"]').click();
    await expect(moves(again.page).last()).toContainText("As I found it");
    await moves(again.page).last().click();
    await file(again.page, "empty.txt").click();
    await expect(screen(again.page, "files").getByText("An empty file")).toBeVisible();
    await screenshot(again.page, "reopened");
  });
});

/** Escapes a name for use in an attribute selector in double quotes. */
function CSS_escape(name: string): string {
  return name.replace(/["\\]/g, "\\$&");
}
