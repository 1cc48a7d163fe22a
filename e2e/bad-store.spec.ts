import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import Database from "better-sqlite3";
import { axe, cli, dropFiles, expect, screenshot, test } from "./app.ts";
import { noise, writeFiles } from "./folders.ts";

const dialog = (page: Page) => page.getByRole("dialog");
const label = (page: Page, name: string) => page.locator(`[data-screen="labels"] [data-label="${name}"]`);
const file = (page: Page, path: string) => page.locator(`[data-screen="files"] [data-path="${path}"]`);
const takeButton = (page: Page) => dialog(page).getByRole("button", { name: "Take snapshot" });

/** Makes a store with a label `notes` through the command line. */
function makeStore(scratch: string, store: string): string {
  const folder = writeFiles(join(scratch, "notes"), {
    "a.txt": "the content of a\n",
    "large.txt": "words ".repeat(20_000),
  });
  cli(store, "import", folder, "--label", "notes");
  return folder;
}

test.describe("a store that cannot be opened says so, and comes back", () => {
  test("moved away while it is open", async ({ launch, scratch }) => {
    const store = join(scratch, "store");
    makeStore(scratch, store);
    const { page } = await launch({ store });
    await expect(label(page, "notes")).toBeVisible();
    renameSync(store, `${store}-elsewhere`);
    await expect(page.getByText("The store is not there")).toBeVisible();
    await screenshot(page, "store-moved");
    await axe(page);
    await expect(page.getByRole("button", { name: "Try again" })).toBeVisible();
    renameSync(`${store}-elsewhere`, store);
    await expect(label(page, "notes")).toBeVisible();
    await expect(file(page, "a.txt")).toBeVisible();
  });

  test("its database damaged: a good copy is brought back", async ({ launch, scratch }) => {
    const store = join(scratch, "store");
    makeStore(scratch, store);
    expect(readdirSync(join(store, "backups"))).not.toHaveLength(0);
    writeFileSync(join(store, "strata.db"), noise(20_000, 3));
    const { page } = await launch({ store });
    await expect(page.getByText("The store’s database is damaged")).toBeVisible();
    await screenshot(page, "store-damaged");
    await axe(page);
    await page.getByRole("button", { name: "Restore the latest good copy" }).click();
    await expect(dialog(page).getByText("A copy of the database replaced")).toBeVisible();
    await screenshot(page, "store-recovered");
    await axe(page, "[role=dialog]");
    await dialog(page).getByRole("button", { name: "Done" }).click();
    await expect(label(page, "notes")).toBeVisible();
  });

  test("a pack damaged: the store is checked and repaired, and an import heals it", async ({
    launch,
    scratch,
  }) => {
    const store = join(scratch, "store");
    const folder = writeFiles(join(scratch, "noise"), { "noise.bin": noise(2_000_000, 5) });
    cli(store, "import", folder, "--label", "noise");
    const [pack = ""] = readdirSync(join(store, "packs")).filter((name) => name.startsWith("content"));
    const bytes = readFileSync(join(store, "packs", pack));
    bytes[100] = (bytes[100] ?? 0) ^ 1;
    writeFileSync(join(store, "packs", pack), bytes);
    const { app, page } = await launch({ store });
    await expect(label(page, "noise")).toBeVisible();
    await app.evaluate(({ Menu }) => Menu.getApplicationMenu()?.getMenuItemById("check-store")?.click());
    await expect(dialog(page).getByText("1 problem found")).toBeVisible();
    await expect(dialog(page).getByText(/Affects noise/)).toBeVisible();
    await screenshot(page, "store-checked");
    await axe(page, "[role=dialog]");
    await dialog(page).getByRole("button", { name: "Plan a repair…" }).click();
    await expect(dialog(page).getByText("What a repair would do")).toBeVisible();
    await screenshot(page, "store-repair-plan");
    await axe(page, "[role=dialog]");
    await dialog(page).getByRole("button", { name: "Repair", exact: true }).click();
    await expect(dialog(page).getByText("Repaired; 1 problem left")).toBeVisible();
    await screenshot(page, "store-repaired");
    await axe(page, "[role=dialog]");
    expect(readdirSync(join(store, "set-aside"))).toEqual([pack]);
    await dialog(page).getByRole("button", { name: "Close" }).last().click();
    cli(store, "import", folder, "--label", "noise");
    expect(JSON.parse(cli(store, "verify", "--json")).ok).toBe(true);
  });

  test("made by a newer Strata", async ({ launch, scratch }) => {
    const store = join(scratch, "store");
    makeStore(scratch, store);
    const path = join(store, "store.json");
    const description = JSON.parse(readFileSync(path, "utf8"));
    const version = Object.keys(description).find((key) => /version|format/.test(key)) ?? "version";
    writeFileSync(path, JSON.stringify({ ...description, [version]: 99 }));
    const { page } = await launch({ store });
    await expect(page.getByText("The store was made by a newer Strata")).toBeVisible();
    await screenshot(page, "store-too-new");
    await axe(page);
  });

  test("a folder that is no store", async ({ launch, scratch }) => {
    const store = writeFiles(join(scratch, "holiday"), { "photo.txt": "not a store" });
    const { page } = await launch({ store });
    await expect(page.getByRole("button", { name: "Choose another store…" })).toBeVisible();
    await screenshot(page, "store-not-a-store");
    await axe(page);
    expect(readdirSync(store)).toEqual(["photo.txt"]);
  });
});

test("a damaged content is told where it is met, and everything else can be had", async ({
  launch,
  scratch,
}) => {
  const store = join(scratch, "store");
  const folder = writeFiles(join(scratch, "notes"), { "a.txt": "a\n", "noise.bin": noise(3_000_000, 9) });
  cli(store, "import", folder, "--label", "notes");
  const packs = join(store, "packs");
  for (const name of readdirSync(packs)) {
    const bytes = readFileSync(join(packs, name));
    // Only the pack of contents is so large.
    if (bytes.length < 1_000_000) continue;
    bytes.fill(0, 500_000, 500_100);
    writeFileSync(join(packs, name), bytes);
  }
  const { page } = await launch({ store });
  await file(page, "noise.bin").click();
  await expect(page.getByText("This content is damaged").first()).toBeVisible();
  await screenshot(page, "content-damaged");
  await axe(page);
  await file(page, "a.txt").click();
  await expect(page.locator(".monaco-editor").getByText("a", { exact: true }).first()).toBeVisible();
});

test("a store that another program is writing to: the import says so and goes in later", async ({
  launch,
  scratch,
}) => {
  const store = join(scratch, "store");
  const folder = makeStore(scratch, store);
  const { page } = await launch({ store });
  const other = new Database(join(store, "strata.db"));
  other.exec("BEGIN IMMEDIATE");
  writeFileSync(join(folder, "b.txt"), "b");
  await page.getByRole("button", { name: "Snapshot now" }).first().click();
  await takeButton(page).click();
  // It waits that long for the other one.
  await expect(dialog(page).getByText("Another process is writing to the store")).toBeVisible({
    timeout: 120_000,
  });
  await expect(dialog(page).getByText("Nothing is lost")).toBeVisible();
  await screenshot(page, "store-locked");
  await axe(page, "[role=dialog]");
  other.exec("ROLLBACK");
  other.close();
  await dialog(page).getByRole("button", { name: "Try again" }).click();
  await expect(page.locator('[data-screen="history"] [data-seq]')).toHaveCount(2);
});

test.describe("on a disk of its own", () => {
  test.skip(process.getuid?.() !== 0, "only root may mount a disk");
  let disk = "";
  test.beforeEach(({ scratch }) => {
    disk = join(scratch, "disk");
    mkdirSync(disk);
    run("mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", disk);
  });
  test.afterEach(() => void spawnSync("umount", ["-l", disk]));

  test("that fills up: nothing is lost, and it goes in when there is room", async ({ launch, scratch }) => {
    writeFiles(disk, { "ballast.bin": noise(3_000_000, 7) });
    const store = join(disk, "store");
    makeStore(scratch, store);
    const { page } = await launch({ store });
    const folder = writeFiles(join(scratch, "large"), { "noise.bin": noise(4_000_000, 8) });
    await dropFiles(page, [folder]);
    await takeButton(page).click();
    await expect(dialog(page).getByText(/The disk of .* is full/)).toBeVisible();
    await expect(dialog(page).getByText("Everything that was in the store is safe")).toBeVisible();
    await screenshot(page, "disk-full");
    await axe(page, "[role=dialog]");
    expect(JSON.parse(cli(store, "verify", "--json")).ok).toBe(true);
    rmSync(join(disk, "ballast.bin"));
    run("mount", "-o", "remount,size=30m", disk);
    await dialog(page).getByRole("button", { name: "Try again" }).click();
    await expect(label(page, "large")).toBeVisible();
  });

  test("that is read-only: everything can be looked at", async ({ launch, scratch }) => {
    const store = join(disk, "store");
    makeStore(scratch, store);
    run("mount", "-o", "remount,ro", disk);
    const { page } = await launch({ store });
    await expect(page.getByText("This store is read-only.")).toBeVisible();
    await file(page, "a.txt").click();
    await expect(page.locator(".monaco-editor").getByText("the content of a")).toBeVisible();
    await expect(page.getByRole("button", { name: "Snapshot now" }).first()).toBeDisabled();
    await screenshot(page, "store-read-only");
    await axe(page);
  });

  test("that is unplugged, and comes back", async ({ launch, scratch }) => {
    const store = join(disk, "store");
    const kept = join(scratch, "kept");
    makeStore(scratch, store);
    run("cp", "-a", disk, kept);
    const { page } = await launch({ store });
    await expect(label(page, "notes")).toBeVisible();
    run("umount", "-l", disk);
    await expect(page.getByText("The store is not there")).toBeVisible();
    await screenshot(page, "store-unplugged");
    run("mount", "--bind", kept, disk);
    await expect(label(page, "notes")).toBeVisible();
  });
});

function run(command: string, ...args: string[]): void {
  const { status, stderr } = spawnSync(command, args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`${command} ${args.join(" ")}: ${stderr}`);
}
