import { join } from "node:path";
import type { Page } from "@playwright/test";
import { axe, cli, expect, looks, screenshot, test } from "./app.ts";
import { writeFiles } from "./folders.ts";
import { onStore } from "./on-store.ts";

const dialog = (page: Page) => page.getByRole("dialog");
const warning = (page: Page) => dialog(page).locator("[data-undoing]");
const button = (page: Page, name: string) => dialog(page).getByRole("button", { name, exact: true });
const label = (page: Page, name: string) => page.locator(`[data-screen="labels"] [data-label="${name}"]`);
const notice = (page: Page, text: string) => page.getByRole("status").filter({ hasText: text });
const size = { width: 1280, height: 800 };

const headOf = (store: string, name = "work") =>
  JSON.parse(cli(store, "log", name, "--json")).log.at(-1).to as string;
const text = (store: string, at: string) => cli(store, "cat", at);

/** Imports a folder under the label work, and has a working copy of it push another file, and one file less. */
async function pushedTo(store: string, folder: string): Promise<void> {
  const paths = [writeFiles(folder, { "plan.md": "# One\n", "notes.md": "Mine\n" })];
  await onStore(store, async (run) => {
    await run("import", { paths, label: "work" });
    await run("mount.open", { ref: "work", name: "work" });
    await run("mount.rm", { mount: "work", path: "notes.md" });
  });
  await push(store, "from-elsewhere.md", "From elsewhere");
}

async function push(store: string, path: string, message: string): Promise<void> {
  await onStore(store, async (run) => {
    await run("mount.write", { mount: "work", path, text: "Theirs\n" });
    await run("mount.push", { mount: "work", message });
  });
}

test("what would be undone is told first, and replaced on purpose only", async ({ launch, scratch }) => {
  const [store, folder] = [join(scratch, "store"), join(scratch, "work")];
  await pushedTo(store, folder);
  const head = headOf(store);
  const { page } = await launch({ store, theme: "light", size });
  await label(page, "work").click();
  await page.getByRole("button", { name: "Snapshot now" }).first().click();
  await expect(warning(page)).toContainText("This would undo 1 change of work that did not come from here.");
  await expect(warning(page).getByRole("list", { name: "Changes that would be undone" })).toContainText(
    "From elsewhere",
  );
  await warning(page).getByText("1 file removed, 1 file brought back that had been deleted").click();
  await expect(warning(page)).toContainText("from-elsewhere.md");
  await looks(page, "snapshot-would-undo", "[role=dialog]");
  await expect(dialog(page).getByRole("button")).toHaveText([
    "",
    "Cancel",
    "Snapshot as a new label",
    "Replace",
  ]);
  await dialog(page).getByLabel("Message").press("Enter");
  await expect(dialog(page)).toBeVisible();
  await button(page, "Cancel").click();
  expect(headOf(store)).toBe(head);

  await page.getByRole("button", { name: "Snapshot now" }).first().click();
  await button(page, "Replace").click();
  await expect(notice(page, "Snapshot of work taken")).toBeVisible();
  expect(cli(store, "tree", "work")).not.toContain("from-elsewhere.md");
  expect(text(store, "work:notes.md")).toBe("Mine\n");
});

test("a snapshot as a new label leaves the other one alone, by keyboard", async ({ launch, scratch }) => {
  const [store, folder] = [join(scratch, "store"), join(scratch, "work")];
  await pushedTo(store, folder);
  const head = headOf(store);
  const { page } = await launch({ store, size });
  await label(page, "work").click();
  await page.getByRole("button", { name: "Snapshot now" }).first().press("Enter");
  await expect(warning(page)).toBeVisible();
  for (let press = 0; press < 20; press++) {
    if (await button(page, "Snapshot as a new label").evaluate((each) => each === document.activeElement))
      break;
    await page.keyboard.press("Tab");
  }
  await page.keyboard.press("Enter");
  const name = dialog(page).getByLabel("Label", { exact: true });
  await expect(name).toBeFocused();
  await expect(name).toHaveValue("work-2");
  await expect(warning(page)).toHaveCount(0);
  await expect(button(page, "Take snapshot")).toBeEnabled();
  await page.keyboard.press("Enter");
  await expect(notice(page, "Snapshot of work-2 taken")).toBeVisible();
  await expect(label(page, "work-2")).toHaveAttribute("aria-selected", "true");
  expect(headOf(store)).toBe(head);
  expect(text(store, "work-2:notes.md")).toBe("Mine\n");
});

test("what comes into the label after the dialog opened is not undone either", async ({
  launch,
  scratch,
}) => {
  const [store, folder] = [join(scratch, "store"), join(scratch, "work")];
  await pushedTo(store, folder);
  const { page } = await launch({ store, size });
  await label(page, "work").click();
  await page.getByRole("button", { name: "Snapshot now" }).first().click();
  await expect(warning(page)).toBeVisible();
  await push(store, "later.md", "Later");
  const head = headOf(store);
  await button(page, "Replace").click();
  await expect(dialog(page).getByRole("heading", { name: "Replace what work holds?" })).toBeVisible();
  await expect(warning(page).getByRole("listitem")).toHaveCount(1);
  await expect(warning(page)).toContainText("Later");
  await expect(button(page, "Cancel")).toBeFocused();
  await screenshot(page, "import-would-undo");
  await axe(page, "[role=dialog]");
  await page.keyboard.press("Escape");
  await expect(dialog(page)).toHaveCount(0);
  expect(headOf(store)).toBe(head);

  await page.getByRole("button", { name: "Snapshot now" }).first().click();
  await expect(warning(page)).toContainText("This would undo 2 changes of work");
  await button(page, "Replace").click();
  await expect(notice(page, "Snapshot of work taken")).toBeVisible();
  expect(cli(store, "tree", "work")).not.toContain("later.md");
});
