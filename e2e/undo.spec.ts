import { rmSync } from "node:fs";
import { join } from "node:path";
import type { ElectronApplication, Page } from "@playwright/test";
import { axe, cli, dropFiles, expect, invoke, looks, screenshot, test } from "./app.ts";
import { type Files, writeFiles } from "./folders.ts";

const moves = (page: Page) => page.locator('[data-screen="history"] [data-seq]');
const label = (page: Page, name: string) => page.locator(`[data-screen="labels"] [data-label="${name}"]`);
const notice = (page: Page, text: string) => page.getByRole("status").filter({ hasText: text });

type Step = "undo" | "redo";

/** Gives what an item of the native menu says, and "" for one that cannot be chosen. */
const item = (app: ElectronApplication, id: Step) =>
  app.evaluate(({ Menu }, id) => {
    const item = Menu.getApplicationMenu()?.getMenuItemById(id);
    return item?.enabled ? item.label : "";
  }, id);
const menu = (app: ElectronApplication, id: string) =>
  app.evaluate(({ Menu }, id) => Menu.getApplicationMenu()?.getMenuItemById(id)?.click(), id);

/** Waits until the native menu says that. */
async function says(app: ElectronApplication, undo: string, redo: string): Promise<void> {
  await expect.poll(() => item(app, "undo")).toBe(undo);
  await expect.poll(() => item(app, "redo")).toBe(redo);
}

const STATES: Files[] = [{ "plan.md": "# One\n" }, { "plan.md": "# Two\n" }, { "notes.md": "Three\n" }];

/** Takes three snapshots of a folder under the label work, on the command line. */
function threeSnapshots(store: string, folder: string): void {
  for (const [no, files] of STATES.entries()) {
    cli(store, "import", writeFiles(folder, files), "--label", "work", "-m", `Draft ${no + 1}`);
  }
}

/** Takes three snapshots of the folder work under that label, in the window. */
async function takeThree(page: Page, folder: string): Promise<void> {
  const dialog = page.getByRole("dialog");
  for (const [no, files] of STATES.entries()) {
    writeFiles(folder, files);
    if (no === 0) await dropFiles(page, [folder]);
    else await page.getByRole("button", { name: "Snapshot now" }).first().click();
    await expect(dialog.getByText(/Everything is new|Changed since/)).toBeVisible();
    await dialog.getByLabel("Message").fill(`Draft ${no + 1}`);
    await page.keyboard.press("Enter");
    await expect(moves(page)).toHaveCount(no + 1);
    await expect(moves(page).first()).toContainText(`Draft ${no + 1}`);
  }
}

const headOf = (store: string, name = "work") =>
  JSON.parse(cli(store, "log", name, "--json")).log.at(-1).to as string | null;

test("moves are undone and made again, by key and by the menu", async ({ launch, scratch }) => {
  test.setTimeout(90_000);
  const { app, page, store } = await launch({ size: { width: 1280, height: 800 } });
  await takeThree(page, join(scratch, "work"));
  const [one, two, three] = (JSON.parse(cli(store, "log", "work", "--json")).log as { to: string }[]).map(
    ({ to }) => to,
  );
  await label(page, "work").click();
  await says(app, "Undo snapshot “Draft 3” of work", "");

  await test.step("by key, twice back and once forward", async () => {
    await page.keyboard.press("Control+Z");
    await expect(notice(page, "Undid snapshot “Draft 3” of work")).toBeVisible();
    expect(headOf(store)).toBe(two);
    await page.keyboard.press("Control+Z");
    await expect.poll(() => headOf(store)).toBe(one);
    await says(app, "Undo creation of work", "Redo snapshot “Draft 2” of work");
    await page.keyboard.press("Control+Shift+Z");
    await expect(notice(page, "Redid snapshot “Draft 2” of work")).toBeVisible();
    expect(headOf(store)).toBe(two);
    await page.keyboard.press("Control+Y");
    await expect.poll(() => headOf(store)).toBe(three);
    await says(app, "Undo snapshot “Draft 3” of work", "");
  });

  await test.step("by the menu, and by the button of the notice", async () => {
    await menu(app, "undo");
    await expect(notice(page, "Undid snapshot “Draft 3” of work")).toBeVisible();
    expect(headOf(store)).toBe(two);
    const redo = page.getByRole("button", { name: "Redo" });
    await expect(redo).toHaveAttribute("title", "Redo snapshot “Draft 3” of work");
    await redo.click();
    await expect.poll(() => headOf(store)).toBe(three);
    await page.getByRole("button", { name: "Undo" }).click();
    await expect.poll(() => headOf(store)).toBe(two);
    await says(app, "Undo snapshot “Draft 2” of work", "Redo snapshot “Draft 3” of work");
    await menu(app, "redo");
    await expect.poll(() => headOf(store)).toBe(three);
  });

  await test.step("the history says which move each was about", async () => {
    await expect(moves(page).first()).toContainText("Redid snapshot “Draft 3”");
    await expect(moves(page).nth(1)).toContainText("Undid snapshot “Draft 3”");
  });

  await test.step("a text that only shows leaves the keys to the label, one that is typed into does not", async () => {
    await page.locator('[data-screen="files"] [data-path="plan.md"]').click();
    const editor = page.locator('[data-screen="files"] .monaco-editor');
    await editor.getByText("# Two").click();
    await page.keyboard.press("Control+Z");
    await expect.poll(() => headOf(store)).toBe(two);
    const field = page.getByRole("searchbox", { name: "Filter labels" });
    await field.click();
    await says(app, "Undo", "Redo");
    await page.keyboard.type("w");
    await page.keyboard.press("Control+Z");
    await expect(field).toHaveValue("");
    await page.keyboard.press("Control+Shift+Z");
    await expect(field).toHaveValue("w");
    await menu(app, "undo");
    await expect(field).toHaveValue("");
    await page.keyboard.press("Control+Z");
    await label(page, "work").click();
    await says(app, "Undo snapshot “Draft 2” of work", "Redo snapshot “Draft 3” of work");
    expect(headOf(store)).toBe(two);
    await page.reload();
    await label(page, "work").click();
    await says(app, "Undo snapshot “Draft 2” of work", "Redo snapshot “Draft 3” of work");
  });

  await test.step("a name that is taken back is followed, and so is a creation", async () => {
    const labels = page.getByRole("listbox", { name: "Labels" });
    await labels.press("F2");
    await page.getByRole("dialog").getByLabel("Name").fill("works");
    await page.keyboard.press("Enter");
    await says(app, "Undo rename of works", "");
    await page.keyboard.press("Control+Z");
    await expect(notice(page, "The label is called work now")).toBeVisible();
    await expect(label(page, "work")).toHaveAttribute("aria-selected", "true");
    await menu(app, "start-label");
    await page.getByRole("dialog").getByLabel("Name").fill("branch");
    await page.keyboard.press("Enter");
    await expect(label(page, "branch")).toHaveAttribute("aria-selected", "true");
    await says(app, "Undo creation of branch", "");
    await page.keyboard.press("Control+Z");
    await expect(notice(page, "The label is deleted; its history is kept")).toBeVisible();
    await says(app, "", "Redo creation of branch");
    await page.keyboard.press("Control+Shift+Z");
    await expect(label(page, "branch")).toHaveAttribute("aria-selected", "true");
  });

  await test.step("what was deleted last is what undo is about, and not the label that is chosen then", async () => {
    await label(page, "branch").click();
    await page.getByRole("listbox", { name: "Labels" }).press("Delete");
    await expect(label(page, "work")).toHaveAttribute("aria-selected", "true");
    await says(app, "Undo deletion of branch", "");
    await page.keyboard.press("Control+Z");
    await expect(label(page, "branch")).toHaveAttribute("aria-selected", "true");
    expect(headOf(store)).toBe(two);
  });

  await test.step("a merge is drawn as one, and undone as one, from its row: the window did not make it", async () => {
    await label(page, "work").click();
    const [ref, expected, parent] = [one, two, three].map(String);
    if (ref === undefined || parent === undefined) throw new Error("there are three snapshots");
    const message = "Both drafts";
    await invoke(page, "push", { ref, label: "work", expected, parents: [parent], message });
    await expect(moves(page).first()).toContainText("Both drafts");
    await says(app, "", "");
    await screenshot(page, "history-merge");
    await axe(page);
    await moves(page).first().click({ button: "right" });
    await page.getByRole("menuitem", { name: "Undo merge “Both drafts” into work" }).click();
    await expect(moves(page).first()).toContainText("Undid merge “Both drafts”");
  });
});

test("keys undo what this window did, and nothing before that", async ({ launch, scratch }) => {
  const store = join(scratch, "store");
  const folder = join(scratch, "work");
  threeSnapshots(store, folder);
  const { app, page } = await launch({ store });
  await label(page, "work").click();
  const head = headOf(store);

  await test.step("others’ moves stay, whichever key or menu", async () => {
    await says(app, "", "");
    await page.keyboard.press("Control+Z");
    await expect(notice(page, "was not made in this window: snapshot “Draft 3” of work")).toBeVisible();
    expect(headOf(store)).toBe(head);
    cli(store, "undo", "work");
    await expect(moves(page).first()).toContainText("Undid snapshot “Draft 3”");
    await page.keyboard.press("Control+Shift+Z");
    await expect(notice(page, "was not undone in this window: snapshot “Draft 3” of work")).toBeVisible();
    expect(headOf(store)).not.toBe(head);
  });

  await test.step("their rows offer it, and then it is the window’s own", async () => {
    await moves(page).first().click({ button: "right" });
    await page.getByRole("menuitem", { name: "Redo snapshot “Draft 3” of work" }).click();
    await expect.poll(() => headOf(store)).toBe(head);
    await says(app, "Undo snapshot “Draft 3” of work", "");
    await page.keyboard.press("Control+Z");
    await expect.poll(() => headOf(store)).not.toBe(head);
    await says(app, "", "Redo snapshot “Draft 3” of work");
    await page.keyboard.press("Control+Shift+Z");
    await expect.poll(() => headOf(store)).toBe(head);
  });

  await test.step("one own move is undone, and no more than that", async () => {
    writeFiles(folder, { "plan.md": "# Four\n" });
    cli(store, "import", folder, "--label", "work", "-m", "Draft 4");
    await expect(moves(page).first()).toContainText("Draft 4");
    await moves(page).last().click();
    await page.getByRole("button", { name: "Restore to here" }).first().click();
    await says(app, "Undo restore of work", "");
    await page.keyboard.press("Control+Z");
    await says(app, "", "Redo restore of work");
    const after = headOf(store);
    await page.keyboard.press("Control+Z");
    await expect(notice(page, "snapshot “Draft 4” of work")).toBeVisible();
    expect(headOf(store)).toBe(after);
  });
});

test("somebody else’s move is not undone unseen", async ({ launch, scratch }) => {
  const store = join(scratch, "store");
  threeSnapshots(store, join(scratch, "work"));
  const { page } = await launch({ store });
  await label(page, "work").click();
  await moves(page).last().click();
  await page.getByRole("button", { name: "Restore to here" }).first().click();
  await expect(page.getByRole("button", { name: "Undo" })).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).hover();
  cli(store, "reset", "work", "work@{2}");
  const head = headOf(store);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(notice(page, "work changed in the meantime, so nothing was done")).toBeVisible();
  expect(headOf(store)).toBe(head);
});

test("a protected label moves only on purpose", async ({ launch, scratch }) => {
  test.setTimeout(60_000);
  const folder = join(scratch, "work");
  const { page, store } = await launch({ theme: "light", size: { width: 1280, height: 800 } });
  await takeThree(page, folder);
  const dialog = page.getByRole("dialog");
  await label(page, "work").click({ button: "right" });
  await page.getByRole("menuitem", { name: "Protect" }).click();
  await expect(label(page, "work").getByRole("img", { name: "protected" })).toBeVisible();
  const head = headOf(store);

  await test.step("undo and restore to here ask first", async () => {
    await page.keyboard.press("Control+Z");
    await expect(dialog).toContainText("work is protected");
    await expect(dialog).toContainText("Undo snapshot “Draft 3” of work");
    await looks(page, "protected-undo", "[role=dialog]");
    await page.keyboard.press("Escape");
    await expect(dialog).toHaveCount(0);
    expect(headOf(store)).toBe(head);
    await moves(page).last().click();
    await page.getByRole("button", { name: "Restore to here" }).first().click();
    await dialog.getByRole("button", { name: "Restore anyway" }).click();
    await expect(notice(page, "Restored work")).toBeVisible();
    expect(headOf(store)).not.toBe(head);
    await page.getByRole("button", { name: "Undo" }).click();
    await dialog.getByRole("button", { name: "Undo anyway" }).click();
    await expect.poll(() => headOf(store)).toBe(head);
    await expect(moves(page).first()).toContainText("Undid restore");
    await looks(page, "undone");
  });

  await test.step("renaming, deleting and the next snapshot say so, too", async () => {
    const labels = page.getByRole("listbox", { name: "Labels" });
    await labels.press("F2");
    await dialog.getByLabel("Name").fill("works");
    await expect(dialog.getByRole("note")).toContainText("work is protected");
    await axe(page, "[role=dialog]");
    await dialog.getByRole("button", { name: "Cancel" }).click();
    await labels.press("Delete");
    await expect(dialog.getByRole("button", { name: "Delete anyway" })).toBeVisible();
    await dialog.getByRole("button", { name: "Cancel" }).click();
    writeFiles(folder, { "plan.md": "# Four\n" });
    await page.getByRole("button", { name: "Snapshot now" }).first().click();
    await expect(dialog.getByRole("note")).toContainText("work is protected");
    await expect(dialog.locator('[data-path="plan.md"]')).toBeVisible();
    await looks(page, "protected-snapshot", "[role=dialog]");
    await dialog.getByLabel("Message").press("Enter");
    await expect(dialog).toBeVisible();
    await dialog.getByRole("button", { name: "Take snapshot anyway" }).click();
    await expect(notice(page, "Snapshot of work taken")).toBeVisible();
    await invoke(page, "label.protect", { label: "work", protected: false });
    await expect(label(page, "work").getByRole("img", { name: "protected" })).toHaveCount(0);
  });
});

test("snapshot now shows first what changed", async ({ launch, scratch }) => {
  const store = join(scratch, "store");
  const folder = join(scratch, "work");
  threeSnapshots(store, folder);
  const { page } = await launch({ store, theme: "light", size: { width: 1280, height: 800 } });
  const dialog = page.getByRole("dialog");
  await label(page, "work").click();

  await test.step("nothing", async () => {
    await page.getByRole("button", { name: "Snapshot now" }).first().click();
    await expect(dialog.getByText("Nothing changed since the last snapshot")).toBeVisible();
    await expect(dialog.getByRole("button")).toHaveText(["", "Read every file again…", "Close"]);
    await looks(page, "snapshot-unchanged", "[role=dialog]");
    await page.keyboard.press("Escape");
  });

  await test.step("many files, which can be looked through", async () => {
    const photos = Array.from({ length: 600 }, (_, no) => [
      `photos/${String(no).padStart(3, "0")}.txt`,
      `${no}`,
    ]);
    writeFiles(folder, { ...Object.fromEntries(photos), "plan.md": "# A longer plan\n" });
    rmSync(join(folder, "notes.md"));
    await page.getByRole("button", { name: "Snapshot now" }).first().click();
    const list = dialog.getByRole("listbox", { name: "Changed files" });
    await expect(dialog.getByLabel("600 files added, 1 file changed, 1 file removed")).toBeVisible();
    await expect(list.locator('[data-path="notes.md"]').getByRole("img", { name: "removed" })).toBeVisible();
    await expect(dialog.getByText("The first 500 of 602 changed files")).toBeVisible();
    await looks(page, "snapshot-changed", "[role=dialog]");
    await dialog.getByRole("searchbox").fill("photos/04");
    await expect(list.locator("[data-path]").first()).toHaveAttribute("data-path", "photos/040.txt");
    await page.keyboard.press("Enter");
    await expect(dialog).toBeVisible();
    await dialog.getByLabel("Message").fill("Photos");
    await page.keyboard.press("Enter");
    await expect(moves(page).first()).toContainText("Photos");
    await expect(
      moves(page).first().getByLabel("600 files added, 1 file changed, 1 file removed"),
    ).toBeVisible();
  });
});
