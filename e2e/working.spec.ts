import { renameSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import Database from "better-sqlite3";
import { axe, cli, dropFiles, expect, invoke, keepNotice, type Launched, screenshot, test } from "./app.ts";
import { writeFiles } from "./folders.ts";

const files = {
  "README.md": "# Garden\n\nWhat grows where.\n",
  "beds/north.txt": "leeks\npeas\nbeans\n",
  "beds/south.txt": "tomatoes\nbasil\n",
  "plans/2025.txt": "rotate\n",
  "photo.bin": Buffer.from([0, 1, 2, 3, 255, 254, 0, 9]),
};

const size = { width: 1280, height: 800 };
const label = (page: Page, name: string) => page.locator(`[data-screen="labels"] [data-label="${name}"]`);
const copy = (page: Page, name: string) => page.locator(`[data-mount="${name}"]`);
const tree = (page: Page) => page.locator('[data-screen="working-files"]');
const file = (page: Page, path: string) => tree(page).locator(`[data-path="${path}"]`);
const working = (page: Page) => page.locator('[data-screen="working"]');
const editor = (page: Page) => working(page).locator(".monaco-editor");
const saved = (page: Page) => page.locator('[data-save-state="saved"]');
const notices = (page: Page) => page.getByRole("region", { name: "Notices" });
const dialog = (page: Page) => page.getByRole("dialog");

/** Opens the app on a store with one label, and a working copy of that. */
async function openCopy({ page }: Launched, scratch: string): Promise<void> {
  await invoke(page, "import", { paths: [writeFiles(join(scratch, "garden"), files)], label: "garden" });
  await label(page, "garden").click();
  await page.getByRole("button", { name: "Open working copy" }).click();
  await expect(file(page, "README.md")).toBeVisible();
}

/** Types at the end of the file that is shown, and waits until it says that that is saved. */
async function append(page: Page, path: string, typed: string): Promise<void> {
  await file(page, path).click();
  await expect(working(page).getByRole("heading", { name: path.split("/").at(-1) ?? "" })).toBeVisible();
  await expect(editor(page)).toBeVisible();
  await editor(page).click();
  await page.keyboard.press("Control+End");
  await page.keyboard.type(typed);
  await expect(editor(page)).toContainText(typed.trim());
  await expect(saved(page)).toBeVisible();
}

/** Gives what the working copy holds at a path. */
const held = (store: string, path: string) => cli(store, "mount", "read", "garden", path);

test("a push is rejected, others' changes are brought in, and it is pushed", async ({ launch, scratch }) => {
  const app = await launch({ size });
  const { page, store } = app;
  await openCopy(app, scratch);
  await screenshot(page, "working-opened");
  await axe(page);

  await test.step("what is typed is saved, and marked", async () => {
    await file(page, "beds").locator("[data-toggle]").click();
    await append(page, "beds/north.txt", "onions");
    expect(held(store, "beds/north.txt")).toBe("leeks\npeas\nbeans\nonions");
    await expect(file(page, "beds/north.txt").getByLabel("changed")).toBeVisible();
    await expect(copy(page, "garden").getByLabel("1 change")).toBeVisible();
    await expect(label(page, "garden").getByLabel("1 change")).toBeVisible();
    await screenshot(page, "working-edited");
    await axe(page);
  });

  await test.step("the command line moves the label", async () => {
    writeFiles(join(scratch, "garden"), { "beds/south.txt": "tomatoes\nbasil\nmint\n", "new.txt": "new\n" });
    cli(store, "import", join(scratch, "garden"), "--label", "garden", "-m", "Mint for the south");
    await expect(working(page).getByText("garden has new snapshots")).toBeVisible();
    await expect(working(page)).toContainText("They would merge cleanly.");
  });

  await test.step("the push is rejected, and says why", async () => {
    await page.getByRole("button", { name: "Push…" }).click();
    await expect(dialog(page).getByRole("treeitem", { name: /north.txt/ })).toBeVisible();
    await expect(dialog(page)).toContainText("They would merge cleanly.");
    await dialog(page).getByLabel("Message").fill("Onions in the north");
    await screenshot(page, "working-push");
    await axe(page, "[role=dialog]");
    await dialog(page).getByRole("button", { name: "Push", exact: true }).click();
    await expect(dialog(page)).toContainText("garden has changed meanwhile");
    await expect(dialog(page)).toContainText("Your working copy is untouched");
    await expect(dialog(page)).toContainText("Mint for the south");
    await screenshot(page, "working-rejected");
    await axe(page, "[role=dialog]");
  });

  await test.step("their changes are brought in, and it is pushed", async () => {
    await dialog(page).getByRole("button", { name: "Bring in their changes" }).click();
    await expect(dialog(page)).toContainText("are in your working copy now");
    await expect(dialog(page).getByLabel("Message")).toHaveValue("Onions in the north");
    await screenshot(page, "working-rebased");
    await dialog(page).getByRole("button", { name: "Push", exact: true }).click();
    await keepNotice(page, "Pushed to garden");
    await expect(dialog(page)).toHaveCount(0);
    const { log } = JSON.parse(cli(store, "log", "garden", "--json"));
    expect(log.at(-1)).toMatchObject({ op: "push", message: "Onions in the north" });
    expect(cli(store, "cat", "garden:beds/south.txt")).toContain("mint");
    expect(cli(store, "cat", "garden:beds/north.txt")).toContain("onions");
    await expect(copy(page, "garden").getByLabel("1 change")).toHaveCount(0);
  });

  await test.step("undone, and made again; what the command line did stays", async () => {
    await notices(page).getByRole("button", { name: "Undo" }).click();
    await expect(notices(page)).toContainText("Undid snapshot “Onions in the north” of garden");
    expect(cli(store, "cat", "garden:beds/north.txt")).not.toContain("onions");
    await label(page, "garden").click();
    await page
      .getByRole("listbox", { name: /garden/ })
      .first()
      .focus();
    await page.keyboard.press("Control+z");
    await expect(notices(page)).toContainText("snapshot “Mint for the south” of garden");
    expect(cli(store, "cat", "garden:beds/south.txt")).toContain("mint");
    await page.keyboard.press("Control+Shift+z");
    await expect.poll(() => cli(store, "cat", "garden:beds/north.txt")).toContain("onions");
  });
});

test("files are made, renamed, moved, dropped, deleted and brought back", async ({ launch, scratch }) => {
  const app = await launch({ size, theme: "dark" });
  const { page, store } = app;
  await openCopy(app, scratch);
  const files = () => listed(store);

  await test.step("a new folder and a new file, whose names are checked as they are typed", async () => {
    await page.getByRole("button", { name: "New folder…" }).click();
    await dialog(page).getByLabel("Name").fill("a/b");
    await expect(dialog(page)).toContainText("A name cannot contain a /");
    await dialog(page).getByLabel("Name").fill("beds");
    await expect(dialog(page)).toContainText("There is already something called beds here.");
    await screenshot(page, "working-name-dark");
    await axe(page, "[role=dialog]");
    await dialog(page).getByLabel("Name").fill("compost");
    await dialog(page).getByRole("button", { name: "Create folder" }).click();
    await expect(file(page, "compost")).toHaveAttribute("aria-selected", "true");
    await page.getByRole("button", { name: "New file…" }).click();
    await dialog(page).getByLabel("Name").fill("heap.md");
    await page.keyboard.press("Enter");
    await expect(file(page, "compost/heap.md")).toHaveAttribute("aria-selected", "true");
    await append(page, "compost/heap.md", "# Heap");
    expect(held(store, "compost/heap.md")).toBe("# Heap");
  });

  await test.step("renamed by F2, moved by M and by the mouse", async () => {
    await file(page, "README.md").click();
    await page.getByRole("tree").press("F2");
    await dialog(page).getByLabel("New name").fill("READ.md");
    await page.keyboard.press("Enter");
    await expect(file(page, "READ.md")).toHaveAttribute("aria-selected", "true");
    await page.getByRole("tree").press("m");
    await dialog(page).getByLabel("Folder").fill("docs/old");
    await page.keyboard.press("Enter");
    await expect(file(page, "docs/old/READ.md")).toHaveAttribute("aria-selected", "true");
    await expect(file(page, "README.md").getByLabel("removed")).toBeVisible();
    await file(page, "photo.bin").dragTo(file(page, "plans"));
    await expect.poll(files).toContain("plans/photo.bin");
    expect(files()).toContain("docs/old/READ.md");
  });

  await test.step("dropped files go to the folder under the pointer", async () => {
    const dropped = writeFiles(join(scratch, "from-disk"), {
      "seeds.txt": "seeds\n",
      "deep/roots.txt": "r\n",
    });
    await dropFiles(
      page,
      [join(dropped, "seeds.txt"), join(dropped, "deep")],
      '[data-screen="working-files"] [data-path="beds"]',
    );
    const added = await keepNotice(page, "Added 2 items");
    expect(files()).toEqual(expect.arrayContaining(["beds/seeds.txt", "beds/deep/roots.txt"]));
    await added.getByRole("button", { name: "Undo" }).click();
    await expect.poll(files).not.toContain("beds/seeds.txt");
    await expect(dialog(page)).toHaveCount(0);
  });

  await test.step("deleted, undone by key, deleted and brought back", async () => {
    await file(page, "beds").locator("[data-toggle]").click();
    await file(page, "beds/north.txt").click();
    await page.getByRole("tree").press("Delete");
    await expect(notices(page)).toContainText("Deleted north.txt");
    await expect(file(page, "beds/north.txt").getByLabel("removed")).toBeVisible();
    expect(files()).not.toContain("beds/north.txt");
    await expect(working(page).getByText("You removed this")).toBeVisible();
    await screenshot(page, "working-removed-dark");
    await axe(page);
    await page.getByRole("tree").press("Control+z");
    await expect(file(page, "beds/north.txt").getByLabel("removed")).toHaveCount(0);
    expect(files()).toContain("beds/north.txt");
    await file(page, "plans").click();
    await page.getByRole("tree").press("Delete");
    await expect(file(page, "plans").getByLabel("removed")).toBeVisible();
    await working(page).getByRole("button", { name: "Bring back" }).click();
    await expect(file(page, "plans").getByLabel("removed")).toHaveCount(0);
    expect(files()).toContain("plans/2025.txt");
  });

  await test.step("all that changed, compared", async () => {
    await append(page, "beds/north.txt", "leek soup");
    await page.getByRole("tab", { name: "Changes" }).click();
    await expect(page.locator('[data-screen="changes"] [data-path="compost/heap.md"]')).toBeVisible();
    await page.locator('[data-screen="changes"] [data-path="beds/north.txt"]').click();
    await expect(page.locator(".monaco-diff-editor .char-insert").first()).toBeVisible();
    await screenshot(page, "working-changes-dark");
    await axe(page);
  });

  await test.step("discarded, and brought back with everything", async () => {
    await tree(page).getByRole("button", { name: "More actions for this working copy" }).click();
    await page.getByRole("menuitem", { name: "Discard working copy" }).click();
    await expect(copy(page, "garden")).toHaveCount(0);
    await expect(notices(page)).toContainText("Discarded working copy garden");
    await notices(page).getByRole("button", { name: "Undo" }).click();
    await expect(copy(page, "garden")).toBeVisible();
    expect(held(store, "beds/north.txt")).toContain("leek soup");
  });
});

test("what is shown as saved survives a kill, and quitting saves the rest", async ({ launch, scratch }) => {
  const first = await launch({ size });
  await openCopy(first, scratch);
  await append(first.page, "README.md", "Saved before the kill.");
  const gone = new Promise((resolve) => first.app.process().once("exit", resolve));
  first.app.process().kill("SIGKILL");
  await gone;

  const { store, userData } = first;
  const again = await launch({ store, userData, size });
  await copy(again.page, "garden").click();
  await file(again.page, "README.md").click();
  await expect(editor(again.page)).toContainText("Saved before the kill.");
  await editor(again.page).click();
  await again.page.keyboard.press("Control+End");
  await again.page.keyboard.type(" Typed before quitting.");
  await again.app.evaluate(({ Menu }) => Menu.getApplicationMenu()?.getMenuItemById("push-working")?.click());
  await expect(dialog(again.page)).toContainText("Push to garden");
  await again.page.keyboard.press("Escape");
  await expect(dialog(again.page)).toHaveCount(0);
  await editor(again.page).click();
  await again.page.keyboard.press("Control+End");
  await again.page.keyboard.type(" At the last moment.");
  await again.close();
  expect(held(store, "README.md")).toMatch(
    /Saved before the kill\. Typed before quitting\. At the last moment\.$/,
  );
});

test("what both sides changed is decided for one of them", async ({ launch, scratch }) => {
  const app = await launch({ size });
  const { page, store } = app;
  await openCopy(app, scratch);
  await append(page, "README.md", "Mine.");
  cli(store, "mount", "mv", "garden", "plans/2025.txt", "plans/old.txt");
  writeFiles(join(scratch, "garden"), { "README.md": "# Garden\n\nWhat grows where.\nTheirs.\n" });
  renameSync(join(scratch, "garden/plans/2025.txt"), join(scratch, "garden/2025.txt"));
  cli(store, "import", join(scratch, "garden"), "--label", "garden");

  await expect(working(page)).toContainText("2 files would conflict.");
  await expect(working(page).getByRole("button", { name: "Merge…" })).toBeEnabled();
  await screenshot(page, "working-would-conflict");
  await axe(page);
  await page.getByRole("button", { name: "Bring in their changes" }).click();
  await expect(dialog(page)).toContainText("2 files need a decision");
  await expect(dialog(page)).toContainText("README.md");
  await expect(dialog(page)).toContainText(
    "working copy garden moved it to plans/old.txt, latest of garden moved it to 2025.txt",
  );
  await screenshot(page, "working-conflicts");
  await axe(page, "[role=dialog]");
  expect(held(store, "README.md")).toContain("Mine.");
  await expect(dialog(page)).toContainText("working copy garden and latest of garden");
  await expect(dialog(page)).not.toContainText(/\b(ours|theirs|merge)\b/i);
  await dialog(page).getByRole("button", { name: "Keep working copy garden" }).click();
  await expect(dialog(page)).toContainText("are in your working copy now");
  await dialog(page).getByRole("button", { name: "Push", exact: true }).click();
  await expect(dialog(page)).toHaveCount(0);
  await expect.poll(() => cli(store, "cat", "garden:README.md")).toContain("Mine.");
  expect(cli(store, "cat", "garden:plans/old.txt")).toBe("rotate\n");
  expect(cli(store, "tree", "garden")).not.toContain("2025.txt");

  await append(page, "README.md", " More.");
  writeFiles(join(scratch, "garden"), { "new.txt": "new\n" });
  cli(store, "import", join(scratch, "garden"), "--label", "garden", "--replace");
  await page.getByRole("button", { name: "Push…" }).click();
  await dialog(page).getByRole("button", { name: "Push", exact: true }).click();
  await expect(dialog(page)).toContainText("garden has changed meanwhile");
  await dialog(page).getByRole("button", { name: "Replace what is there…" }).click();
  await expect(dialog(page)).toContainText("What it holds now stays in its history");
  await screenshot(page, "working-replace");
  await dialog(page).getByRole("button", { name: "Replace", exact: true }).click();
  await expect(dialog(page)).toHaveCount(0);
  await expect.poll(() => cli(store, "cat", "garden:README.md")).toContain("More.");
});

test("who deleted and who changed a file is said by name", async ({ launch, scratch }) => {
  const app = await launch({ size });
  const { page, store } = app;
  await openCopy(app, scratch);
  await file(page, "photo.bin").click();
  await page.getByRole("tree").press("Delete");
  await expect(file(page, "photo.bin").getByLabel("removed")).toBeVisible();
  writeFiles(join(scratch, "garden"), { "photo.bin": Buffer.from([9, 8, 7, 0]) });
  cli(store, "import", join(scratch, "garden"), "--label", "garden");
  await page.getByRole("button", { name: "Bring in their changes" }).click();
  const row = dialog(page).getByRole("list", { name: "Files in conflict" }).getByRole("listitem");
  await expect(row).toContainText("working copy garden deleted it, latest of garden changed it");
  await expect(dialog(page)).not.toContainText(/\b(ours|theirs|merge)\b/i);
  await screenshot(page, "working-conflict-deleted");
  await dialog(page).getByRole("button", { name: "Keep latest of garden" }).click();
  await expect(dialog(page)).toContainText("are in your working copy now");
  await page.keyboard.press("Escape");
  await expect(file(page, "photo.bin").getByLabel("removed")).toHaveCount(0);
});

test("what was typed is undone after another file was gone to", async ({ launch, scratch }) => {
  const app = await launch({ size });
  const { page, store } = app;
  await openCopy(app, scratch);
  await append(page, "README.md", "One. ");
  await append(page, "README.md", "Two.");
  await file(page, "beds").locator("[data-toggle]").click();
  await append(page, "beds/north.txt", "onions");
  await file(page, "README.md").click();
  await expect(editor(page)).toContainText("One. Two.");
  await editor(page).click();
  for (let press = 0; press < 20; press++) await page.keyboard.press("Control+z");
  await expect(editor(page)).not.toContainText("One.");
  await expect.poll(() => held(store, "README.md")).toBe(files["README.md"]);
  await page.keyboard.press("Control+Shift+z");
  await expect(editor(page)).toContainText("One.");

  await test.step("also what was typed before it was renamed, and before others wrote to it", async () => {
    await file(page, "README.md").click();
    await page.getByRole("tree").press("F2");
    await dialog(page).getByLabel("New name").fill("READ.md");
    await page.keyboard.press("Enter");
    await expect(working(page).getByRole("heading", { name: "READ.md" })).toBeVisible();
    cli(store, "mount", "write", "garden", "READ.md", "--text", "Written elsewhere.\n");
    await expect(editor(page)).toContainText("Written elsewhere.");
    await editor(page).click();
    await page.keyboard.press("Control+z");
    await expect(editor(page)).toContainText("One.");
    for (let press = 0; press < 20; press++) await page.keyboard.press("Control+z");
    await expect(editor(page)).not.toContainText("One.");
    await expect(editor(page)).toContainText("What grows where.");
  });
});

test("undo goes back to the text that was opened and no further, and redo forward", async ({
  launch,
  scratch,
}) => {
  const app = await launch({ size });
  const { page, store } = app;
  await openCopy(app, scratch);
  await file(page, "beds").locator("[data-toggle]").click();
  const path = "beds/north.txt";
  const before = files[path];
  const after = `${before}onions`;
  const changed = file(page, path).getByLabel("changed");
  /** Presses keys, waits until all is saved and the tree shows it, and gives what the working copy holds. */
  const pressed = async (keys: string, isChanged: boolean) => {
    await page.keyboard.press(keys);
    await expect(page.getByText("All changes saved")).toBeVisible();
    await expect(changed).toHaveCount(isChanged ? 1 : 0);
    return held(store, path);
  };
  await append(page, path, "onions");
  await expect(changed).toBeVisible();

  await test.step("key by key, each saved before the next", async () => {
    for (let press = 0; press < 4; press++) expect(await pressed("Control+z", false)).toBe(before);
    expect(await pressed("Control+y", true)).toBe(after);
    for (let press = 0; press < 3; press++) expect(await pressed("Control+Shift+z", true)).toBe(after);
  });

  await test.step("and after another file was shown", async () => {
    await file(page, "README.md").click();
    await expect(editor(page)).toContainText("What grows where.");
    await file(page, path).click();
    await expect(editor(page)).toContainText("onions");
    await editor(page).click();
    for (let press = 0; press < 2; press++) expect(await pressed("Control+z", false)).toBe(before);
    expect(await pressed("Control+y", true)).toBe(after);
  });

  await test.step("what is reverted can be had back", async () => {
    await working(page).getByRole("button", { name: "Back to how it was" }).click();
    await expect(editor(page)).not.toContainText("onions");
    await expect(changed).toHaveCount(0);
    await editor(page).click();
    expect(await pressed("Control+z", true)).toBe(after);
  });
});

test("what cannot be saved stays, says why, and is saved later", async ({ launch, scratch }) => {
  const app = await launch({ size });
  const { page, store } = app;
  await openCopy(app, scratch);
  await file(page, "beds").locator("[data-toggle]").click();
  await append(page, "beds/north.txt", "onions");
  // Somebody puts a file in the place of the folder while its file is typed into.
  const mount = "garden";
  const replaceFolder = () =>
    Promise.all([
      invoke(page, "mount.rm", { mount, path: "beds", recursive: true }),
      invoke(page, "mount.write", { mount, path: "beds", text: "a file now" }),
    ]);
  const typed = " and more";
  // All of it waits for a third one, and then goes in one after the other.
  const other = new Database(join(store, "strata.db"));
  other.exec("BEGIN IMMEDIATE");
  const replaced = replaceFolder();
  await page.keyboard.type(typed);
  await expect(editor(page)).toContainText(typed.trim());
  other.exec("ROLLBACK");
  other.close();
  await replaced;
  await expect(page.locator('[data-save-state="failed"]')).toBeVisible();
  await expect(working(page).getByRole("alert")).toContainText("What you typed is still here");
  await expect(editor(page)).toContainText(typed.trim());
  await screenshot(page, "working-not-saved");
  await axe(page);
  cli(store, "mount", "rm", "garden", "beds");
  cli(store, "mount", "mkdir", "garden", "beds");
  await working(page).getByRole("button", { name: "Save again" }).click();
  await expect(saved(page)).toBeVisible();
  expect(held(store, "beds/north.txt")).toContain(`onions${typed}`);
});

/** Lists the paths of the working copy's files. */
function listed(store: string): string[] {
  const { ca_id } = JSON.parse(cli(store, "mount", "snapshot", "garden", "--json"));
  const { entries } = JSON.parse(cli(store, "tree", ca_id, "--recursive", "--json"));
  return (entries as { path: string; type: string }[]).flatMap(({ path, type }) =>
    type === "directory" ? [] : path,
  );
}
