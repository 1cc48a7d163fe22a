import { rmSync } from "node:fs";
import { join } from "node:path";
import type { ElectronApplication, Page } from "@playwright/test";
import { cli, dropFiles, expect, invoke, test } from "./app.ts";
import { writeFiles, writeLongFolder, writeMixedFolder } from "./folders.ts";
import { onStore } from "./on-store.ts";

const size = { width: 1280, height: 800 };
const label = (page: Page, name: string) => page.locator(`[data-screen="labels"] [data-label="${name}"]`);
const moves = (page: Page) => page.locator('[data-screen="history"] [data-seq]');
const notices = (page: Page) => page.getByRole("region", { name: "Notices" });
const dialog = (page: Page) => page.getByRole("dialog");
const menu = (app: ElectronApplication, id: string) =>
  app.evaluate(({ Menu }, id) => Menu.getApplicationMenu()?.getMenuItemById(id)?.click(), id);

/** Says what has the focus: the name of a button, or the list and the part of the window that it is in. */
const focused = (page: Page) =>
  page.evaluate(() => {
    const at = document.activeElement;
    if (at === null || at === document.body) return "the page";
    const screen = at.closest("[data-screen]")?.getAttribute("data-screen") ?? "none";
    const role = at.getAttribute("role");
    if (role === "listbox" || role === "tree") return `${screen} list`;
    return at.getAttribute("aria-label") ?? at.textContent ?? at.tagName;
  });

const expectFocus = (page: Page, at: string | RegExp) => expect.poll(() => focused(page)).toMatch(at);

/** Closes the dialog that was just asked for. */
async function leaveDialog(page: Page): Promise<void> {
  await expect(dialog(page)).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(dialog(page)).toHaveCount(0);
}

/** Takes the snapshot that the dialog has ready, and does something else before it can be done. */
async function takeAndGoOn(page: Page): Promise<void> {
  await page.evaluate(() => {
    const goOn = () => setTimeout(() => window.dispatchEvent(new PointerEvent("pointerdown")));
    window.addEventListener("submit", goOn, { capture: true, once: true });
  });
  await dialog(page).getByLabel("Message").press("Enter");
}

test("after the first import the keys are for its history", async ({ launch, scratch }) => {
  const { page } = await launch({ size });
  await dropFiles(page, [writeMixedFolder(join(scratch, "first"), 40)]);
  await expect(dialog(page).getByText("Everything is new.")).toBeVisible();
  await dialog(page).getByLabel("Message").press("Enter");
  await expect(moves(page)).toHaveCount(1);
  await expectFocus(page, "history list");
});

test("the focus goes to what opened a dialog, else to the list beside it", async ({ launch, scratch }) => {
  const folder = writeFiles(join(scratch, "garden"), { "README.md": "# Garden\n", "beds/a.txt": "leeks\n" });
  const store = join(scratch, "store");
  cli(store, "import", folder, "--label", "garden");
  writeFiles(folder, { "README.md": "# My garden\n" });
  cli(store, "import", folder, "--label", "garden");
  const { app, page } = await launch({ store, size });
  await expectFocus(page, "labels list");

  await test.step("a dialog from a menu, from a button and from the native menu", async () => {
    await label(page, "garden").click();
    await page.getByRole("listbox", { name: "Labels" }).press("F2");
    await leaveDialog(page);
    await expectFocus(page, "labels list");
    await page.getByRole("button", { name: "More actions" }).click();
    await page.getByRole("menuitem", { name: "Export…" }).click();
    await leaveDialog(page);
    await expectFocus(page, "More actions");
    await menu(app, "settings");
    await leaveDialog(page);
    await expectFocus(page, "More actions");
  });

  await test.step("what is compared is asked for, and not chosen", async () => {
    await moves(page).last().click({ button: "right" });
    await page.getByRole("menuitem", { name: "Compare with…" }).click();
    await leaveDialog(page);
    await expectFocus(page, "history list");
    const chip = page.locator('[data-side="to"]');
    await chip.click();
    await leaveDialog(page);
    await expectFocus(page, /Compare to/);
  });

  await test.step("a working copy is opened, pushed and discarded", async () => {
    await page.getByRole("tab", { name: "Files" }).click();
    await moves(page).first().click();
    await page.getByRole("button", { name: "Open working copy" }).click();
    await expectFocus(page, "working-files list");
    await invoke(page, "mount.write", { mount: "garden", path: "beds/a.txt", text: "peas\n" });
    await expect(page.locator('[data-mount="garden"]').getByLabel("1 change")).toBeVisible();
    await page.getByRole("button", { name: "Push…" }).click();
    await dialog(page).getByRole("button", { name: "Push", exact: true }).click();
    await expect(notices(page)).toContainText("Pushed to garden");
    await expectFocus(page, "Push…");
    await page.getByRole("button", { name: "More actions for this working copy" }).click();
    await page.getByRole("menuitem", { name: "Discard working copy" }).click();
    await expect(page.locator('[data-mount="garden"]')).toHaveCount(0);
    await expectFocus(page, "history list");
    await notices(page).getByRole("button", { name: "Undo" }).click();
    await expectFocus(page, "working-files list");
    await page.locator('[data-mount="garden"]').click();
    await page.keyboard.press("Delete");
    await expect(page.locator('[data-mount="garden"]')).toHaveCount(0);
    await expectFocus(page, "labels list");
  });

  await test.step("a label that is deleted, a filter that finds nothing, and a notice that goes", async () => {
    cli(store, "label", "create", "other", "garden");
    await label(page, "other").click();
    await page.getByRole("listbox", { name: "Labels" }).press("Delete");
    await expect(label(page, "other")).toHaveCount(0);
    await expectFocus(page, "labels list");
    await notices(page).getByRole("button", { name: "Dismiss" }).click();
    await expectFocus(page, "labels list");
    await page.getByRole("searchbox", { name: "Filter labels" }).fill("zzz");
    await page.getByRole("button", { name: "Clear filter" }).click();
    await expectFocus(page, /^(labels list|Filter labels)$/);
  });
});

test("an import that is cancelled leaves the focus in the window", async ({ launch, scratch }) => {
  const store = join(scratch, "store");
  cli(store, "import", writeMixedFolder(join(scratch, "one"), 40), "--label", "one");
  const { page } = await launch({ store, size });
  await label(page, "one").click();
  await dropFiles(page, [writeLongFolder(join(scratch, "two"), 5)]);
  await dialog(page)
    .getByRole("button", { name: /Take snapshot|Start now/ })
    .click();
  await page.getByRole("button", { name: "Pause" }).click();
  await page.getByRole("button", { name: "Cancel the snapshot" }).click();
  await expect(notices(page)).toContainText("was cancelled");
  await expectFocus(page, "labels list");
});

test("an import that ends moves nothing under the person’s hands", async ({ launch, scratch }) => {
  const store = join(scratch, "store");
  const folder = join(scratch, "one");
  await onStore(store, async (run) => {
    for (let no = 0; no < 24; no++) {
      const paths = [writeFiles(folder, { "a.txt": `${no}\n` })];
      await run("import", { paths, label: "one", message: `Draft ${no}` });
    }
  });
  const { page } = await launch({ store, size });
  await label(page, "one").click();
  await expect(moves(page).first()).toContainText("Draft 23");
  // Something far down is looked at, while another one is chosen.
  const list = page.getByRole("listbox", { name: "History of one" });
  await list.press("ArrowDown");
  await list.evaluate((element) => element.scrollTo(0, 300));
  const seen = moves(page).filter({ hasText: "Draft 11" });
  const before = await seen.boundingBox();
  /** Takes a snapshot, and does something else while it is taken. */
  const begin = async (path: string, name?: string) => {
    await dropFiles(page, [path]);
    if (name !== undefined) await dialog(page).getByLabel("Label").fill(name);
    await expect(dialog(page).getByText("Everything is new.")).toBeVisible();
    await takeAndGoOn(page);
  };

  await test.step("of a new label: it is offered to be shown", async () => {
    await begin(writeMixedFolder(join(scratch, "two"), 40));
    await expect(notices(page)).toContainText("Snapshot of two taken");
    await expect(label(page, "two")).toBeVisible();
    await expect(label(page, "one")).toHaveAttribute("aria-selected", "true");
    await expectFocus(page, "history list");
    expect(await seen.boundingBox()).toEqual(before);
  });

  await test.step("of the label that is looked at: what is in view stays", async () => {
    cli(store, "import", writeFiles(folder, { "a.txt": "24\n" }), "--label", "one", "-m", "Draft 24");
    await expect(page.locator('[data-screen="history"]')).toContainText("25 moves");
    await expect.poll(() => seen.boundingBox()).toEqual(before);
  });

  await test.step("of one that fails: it says so beside", async () => {
    const gone = writeFiles(join(scratch, "gone"), { "a.txt": "a\n" });
    await dropFiles(page, [gone]);
    await expect(dialog(page).getByText("Everything is new.")).toBeVisible();
    rmSync(gone, { recursive: true });
    await takeAndGoOn(page);
    await expect(notices(page).getByRole("alert")).toContainText("The snapshot of gone was not taken");
    await expect(dialog(page)).toHaveCount(0);
    await notices(page).getByRole("alert").getByRole("button", { name: "Details", exact: true }).click();
    await expect(dialog(page)).toContainText("The snapshot of gone was not taken");
    await page.keyboard.press("Escape");
    await expect(dialog(page)).toHaveCount(0);
  });

  await test.step("Show goes there", async () => {
    writeFiles(join(scratch, "two"), { "more.txt": "more\n" });
    await begin(join(scratch, "two"), "two-again");
    await expect(notices(page)).toContainText("Snapshot of two-again taken");
    await notices(page).getByRole("button", { name: "Show", exact: true }).click();
    await expect(label(page, "two-again")).toHaveAttribute("aria-selected", "true");
    await expectFocus(page, "history list");
  });
});

test("a tip leaves its neighbours alone", async ({ launch, scratch }) => {
  const store = join(scratch, "store");
  cli(store, "import", writeMixedFolder(join(scratch, "one"), 40), "--label", "one");
  const { page } = await launch({ store, size });
  await label(page, "one").click();
  const more = page.getByRole("button", { name: "More actions" });
  const tip = page.getByRole("tooltip");

  await test.step("it is gone with the menu of its button, by mouse and by key", async () => {
    await more.click();
    await page.keyboard.press("Escape");
    await expect(more).toBeFocused();
    await page.mouse.move(5, 5);
    await expect(tip).toHaveCount(0);
    await page.keyboard.press("Enter");
    await expect(page.getByRole("menu")).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(more).toBeFocused();
    await expect(tip).toHaveCount(0);
  });

  await test.step("it comes by Tab and by hovering, and what is under it can be clicked", async () => {
    await page.keyboard.press("Shift+Tab");
    await expect(tip.first()).toBeAttached();
    const sort = page.getByRole("button", { name: /Sorted by/ });
    await sort.hover();
    const shown = page.locator("[data-radix-popper-content-wrapper]", { hasText: "Sorted by" });
    await expect(shown).toBeVisible();
    const box = await shown.boundingBox();
    if (box === null) throw new Error("the tip is seen");
    const under = await page.evaluate(
      ({ x, y }) => document.elementFromPoint(x, y)?.closest("[data-radix-popper-content-wrapper]") === null,
      { x: box.x + box.width / 2, y: box.y + box.height / 2 },
    );
    expect(under).toBe(true);
  });
});
