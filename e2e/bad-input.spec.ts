import { spawn } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { basename, join } from "node:path";
import type { ElectronApplication, Page } from "@playwright/test";
import { root } from "../scripts/processes.mjs";
import { electronBinary } from "../scripts/runtime.mjs";
import { axe, cli, dropFiles, expect, screenshot, switches, test } from "./app.ts";
import { writeFiles, writeLongFolder, writeMixedFolder } from "./folders.ts";

const dialog = (page: Page) => page.getByRole("dialog");
const moves = (page: Page) => page.locator('[data-screen="history"] [data-seq]');
const label = (page: Page, name: string) => page.locator(`[data-screen="labels"] [data-label="${name}"]`);
const takeButton = (page: Page) => dialog(page).getByRole("button", { name: "Take snapshot" });

/** Imports a folder as a person does. */
async function take(page: Page, folder: string): Promise<void> {
  await dropFiles(page, [folder]);
  await takeButton(page).click();
  await expect(label(page, basename(folder))).toBeVisible();
}

/** Answers the question that the app asks before it quits. */
async function answerQuitting(app: ElectronApplication, answer: RegExp): Promise<void> {
  await app.evaluate(({ dialog }, source) => {
    const asked = globalThis as unknown as { asked?: string };
    const showMessageBox = async (...given: unknown[]) => {
      const options = given.at(-1) as { message: string; buttons: string[] };
      asked.asked = options.message;
      const response = options.buttons.findIndex((button) => new RegExp(source).test(button));
      return { response, checkboxChecked: false };
    };
    Object.assign(dialog, { showMessageBox });
  }, answer.source);
}

test.describe("what is dropped", () => {
  test("something without files is told, and nothing happens", async ({ launch }) => {
    const { page } = await launch();
    const session = await page.context().newCDPSession(page);
    const data = { items: [{ mimeType: "text/plain", data: "only text" }], files: [], dragOperationsMask: 1 };
    for (const type of ["dragEnter", "dragOver", "drop"] as const) {
      await session.send("Input.dispatchDragEvent", { type, x: 400, y: 300, data });
    }
    await expect(page.getByText("That did not contain any files or folders")).toBeVisible();
    expect(page.url()).toBe("app://strata/index.html");
  });

  test("a socket cannot be kept", async ({ launch, scratch }) => {
    const path = join(scratch, "a.sock");
    const server = createServer().listen(path);
    await new Promise((listening) => server.once("listening", listening));
    const { page } = await launch();
    await dropFiles(page, [path]);
    await expect(dialog(page).getByText("is neither a file, a folder nor a link")).toBeVisible();
    await expect(dialog(page).getByText("Nothing was changed.")).toBeVisible();
    await screenshot(page, "bad-socket");
    await axe(page, "[role=dialog]");
    server.close();
  });

  test("a socket in a folder is told with its reason, and the rest is kept", async ({ launch, scratch }) => {
    const folder = writeFiles(join(scratch, "with-a-socket"), { "a.txt": "a" });
    const server = createServer().listen(join(folder, "a.sock"));
    await new Promise((listening) => server.once("listening", listening));
    const { page, store } = await launch();
    await take(page, folder);
    await page.getByRole("button", { name: "Details" }).click();
    await dialog(page).getByText("1 item was left out").click();
    await expect(dialog(page).getByText("it is a socket")).toBeVisible();
    expect(cli(store, "tree", "with-a-socket")).toContain("a.txt");
    server.close();
  });

  test("10,000 single files become one snapshot", async ({ launch, scratch }) => {
    const folder = join(scratch, "many");
    mkdirSync(folder);
    const paths = Array.from({ length: 10_000 }, (_, no) => join(folder, `file ${no}.txt`));
    for (const path of paths) writeFileSync(path, path);
    const { page, store } = await launch();
    await dropFiles(page, paths);
    await expect(dialog(page).getByText("10,000").first()).toBeVisible();
    await screenshot(page, "bad-many-files");
    await takeButton(page).click();
    await expect(label(page, "many")).toBeVisible();
    expect(JSON.parse(cli(store, "tree", "many", "--json")).total).toBe(10_000);
  });

  test("the store itself, and what is in it, is refused", async ({ launch, scratch }) => {
    const { page, store } = await launch();
    await take(page, writeFiles(join(scratch, "small"), { "a.txt": "a" }));
    for (const path of [store, join(store, "packs")]) {
      await dropFiles(page, [path]);
      await expect(dialog(page).getByText("lies in the store itself")).toBeVisible();
      await page.keyboard.press("Escape");
      await expect(dialog(page)).toHaveCount(0);
    }
    expect(JSON.parse(cli(store, "labels", "--json")).total).toBe(1);
  });

  test("a whole disk is warned of at once, and can be left alone", async ({ launch }) => {
    const { page } = await launch();
    await dropFiles(page, ["/"]);
    await expect(
      dialog(page)
        .getByText(/whole disk/)
        .first(),
    ).toBeVisible();
    await screenshot(page, "bad-disk");
    await axe(page, "[role=dialog]");
    await dialog(page).getByRole("button", { name: "Cancel" }).click();
    await expect(page.getByRole("button", { name: "Choose a folder…" })).toBeVisible();
  });

  test("a folder that vanishes in between leaves the label as it was", async ({ launch, scratch }) => {
    const folder = writeFiles(join(scratch, "vanishing"), { "a.txt": "a" });
    const { page, store } = await launch();
    await take(page, folder);
    writeFileSync(join(folder, "b.txt"), "b");
    await page.getByRole("button", { name: "Snapshot now" }).first().click();
    await expect(dialog(page).getByLabel("1 file added")).toBeVisible();
    rmSync(folder, { recursive: true });
    await takeButton(page).click();
    await expect(dialog(page).getByRole("alert")).toContainText(folder);
    await expect(dialog(page).getByText("Nothing was changed.")).toBeVisible();
    await screenshot(page, "bad-vanished");
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Snapshot now" }).first().click();
    await expect(dialog(page).getByText("is not there")).toBeVisible();
    await screenshot(page, "bad-folder-gone");
    await axe(page, "[role=dialog]");
    expect(JSON.parse(cli(store, "log", "vanishing", "--json")).log).toHaveLength(1);
  });
});

test.describe("while something is under way", () => {
  test("impatient clicks take one snapshot", async ({ launch, scratch }) => {
    const folder = writeMixedFolder(join(scratch, "impatient"));
    const { page, store } = await launch();
    await dropFiles(page, [folder]);
    await takeButton(page).dblclick();
    for (let click = 0; click < 5; click++) {
      await dropFiles(page, [folder]);
      await page.keyboard.press("Enter");
    }
    await expect(moves(page)).toHaveCount(1);
    await page.keyboard.press("Escape");
    expect(JSON.parse(cli(store, "log", "impatient", "--json")).log).toHaveLength(1);
  });

  test("an import pauses, goes on, and is cancelled without a trace", async ({ launch, scratch }) => {
    const folder = writeLongFolder(join(scratch, "long"), 5);
    const { page, store } = await launch();
    await dropFiles(page, [folder]);
    await takeButton(page).click();
    await page.getByRole("button", { name: "Pause" }).click();
    await expect(page.locator("[data-activity]").getByText("Paused", { exact: true })).toBeVisible();
    await screenshot(page, "import-paused");
    await axe(page);
    await page.getByRole("button", { name: "Resume" }).click();
    await page.getByRole("button", { name: "Cancel the snapshot" }).click();
    await expect(page.getByText("was cancelled. Nothing was changed.")).toBeVisible();
    expect(JSON.parse(cli(store, "labels", "--json")).total).toBe(0);
  });

  test("quitting asks, stops cleanly, and the import goes on next time", async ({ launch, scratch }) => {
    const folder = writeLongFolder(join(scratch, "unfinished"), 3);
    const first = await launch();
    await dropFiles(first.page, [folder]);
    await takeButton(first.page).click();
    await expect(first.page.getByRole("button", { name: "Pause" })).toBeVisible();
    await answerQuitting(first.app, /Keep Going/);
    await first.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
    await expect
      .poll(() => first.app.evaluate(() => (globalThis as unknown as { asked?: string }).asked))
      .toContain("quit");
    await expect(first.page.getByRole("button", { name: "Pause" })).toBeVisible();
    await answerQuitting(first.app, /Stop and Quit/);
    await first.close();

    const { page, store } = await launch({ store: first.store, userData: first.userData });
    const card = page.getByRole("region", { name: "Interrupted snapshots" });
    await expect(card.getByText("The snapshot of unfinished was interrupted")).toBeVisible();
    await screenshot(page, "interrupted");
    await axe(page);
    await card.getByRole("button", { name: "Resume" }).click();
    await expect(label(page, "unfinished")).toBeVisible();
    await expect(card).toHaveCount(0);
    expect(JSON.parse(cli(store, "verify", "--json")).ok).toBe(true);
  });

  test("a second start hands its folder to the first window and ends", async ({ launch, scratch }) => {
    const folder = writeFiles(join(scratch, "from-the-second-start"), { "a.txt": "a" });
    const { page, userData, store } = await launch();
    const second = spawn(
      electronBinary(process.env.ELECTRON_OVERRIDE_DIST_PATH ?? ""),
      [...switches(), `--user-data-dir=${userData}`, root, folder],
      {
        stdio: "ignore",
      },
    );
    const code = await new Promise((resolve) => second.once("exit", resolve));
    expect(code).toBe(0);
    await expect(dialog(page).getByLabel("Label")).toHaveValue("from-the-second-start");
    await takeButton(page).click();
    await expect(label(page, "from-the-second-start")).toBeVisible();
    expect(JSON.parse(cli(store, "labels", "--json")).total).toBe(1);
  });
});
