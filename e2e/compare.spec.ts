import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { deflateSync } from "node:zlib";
import type { ElectronApplication, Page } from "@playwright/test";
import Database from "better-sqlite3";
import { cli, expect, invoke, looks, pictures, test } from "./app.ts";
import { writeFiles } from "./folders.ts";
import { onStore } from "./on-store.ts";

const screen = (page: Page, name: string) => page.locator(`[data-screen="${name}"]`);
const label = (page: Page, name: string) => screen(page, "labels").locator(`[data-label="${name}"]`);
const moves = (page: Page) => screen(page, "history").locator("[data-seq]");
const changed = (page: Page, path: string) => screen(page, "compare").locator(`[data-path="${path}"]`);
const chip = (page: Page, which: "from" | "to") => screen(page, "compare").locator(`[data-side="${which}"]`);
const state = (page: Page, name: string | RegExp) =>
  page.getByRole("dialog").getByRole("listbox").last().getByRole("option", { name }).first();

async function menu(app: ElectronApplication, id: string): Promise<void> {
  await app.evaluate(({ Menu }, id) => Menu.getApplicationMenu()?.getMenuItemById(id)?.click(), id);
}

/** A label of three snapshots of a folder with a text, an image and a database, and another label. */
async function prepare(store: string, folder: string): Promise<void> {
  await onStore(store, async (run) => {
    for (const [no, message] of ["First draft", "Better words", "Ready to print"].entries()) {
      writeFiles(folder, {
        "text/letter.txt": `Dear reader,\n\nthis is version ${no + 1}.\n`,
        "logo.png": picture(120 + 40 * no, 90, [40 + 90 * no, 120, 200 - 80 * no]),
        ...(no === 1 && { "text/note.txt": "only for a while\n" }),
      });
      if (no === 2) await run("label.create", { label: "elsewhere", ref: "book" });
      writeOrders(join(folder, "orders.db"), no);
      await run("import", { paths: [folder], label: "book", message });
    }
  });
}

function writeOrders(path: string, version: number): void {
  const database = new Database(path);
  database.exec("create table if not exists orders (id integer primary key, who text, total real)");
  database.exec("create table if not exists countries (code text primary key, name text)");
  database.exec("insert or ignore into countries values ('de', 'Germany'), ('it', 'Italy')");
  const insert = database.prepare("insert or replace into orders values (?, ?, ?)");
  for (let no = version; no < 40 + version; no++)
    insert.run(no + 1, `Person ${no}`, no === 7 ? version : no / 4);
  database.prepare("delete from orders where id <= ?").run(version);
  database.close();
}

/** Makes an image of one colour with a lighter square in it. */
function picture(width: number, height: number, colour: readonly [number, number, number]): Buffer {
  const line = (y: number) =>
    Buffer.from([
      0,
      ...Array.from({ length: width }, (_, x) =>
        x > 20 && x < 60 && y > 20 && y < 60 ? [250, 250, 250] : colour,
      ).flat(),
    ]);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const pixels = deflateSync(Buffer.concat(Array.from({ length: height }, (_, y) => line(y))));
  const signature = Buffer.from("89504e470d0a1a0a", "hex");
  return Buffer.concat([
    signature,
    chunk("IHDR", header),
    chunk("IDAT", pixels),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc(body));
  return Buffer.concat([length, body, sum]);
}

function crc(bytes: Buffer): number {
  let sum = 0xffffffff;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit++) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return (sum ^ 0xffffffff) >>> 0;
}

test("any two states are compared", async ({ launch, scratch }) => {
  const folder = join(scratch, "book");
  const store = join(scratch, "store");
  await prepare(store, folder);
  const { page } = await launch({ store, size: { width: 1600, height: 900 }, theme: "light" });
  await label(page, "book").click();
  await expect(moves(page)).toHaveCount(3);

  await test.step("a move is compared with the latest from its menu", async () => {
    await moves(page).last().click({ button: "right" });
    await page.getByRole("menuitem", { name: "Compare with…" }).click();
    await expect(page.getByRole("dialog", { name: "Compare to" })).toBeVisible();
    await expect(state(page, /Better words/)).toBeVisible();
    await looks(page, "compare-pick", "[role=dialog]");
    await state(page, /Ready to print/).click();
    await page.getByRole("dialog").getByRole("button", { name: "Compare", exact: true }).click();
    await expect(page.getByRole("tab", { name: "Compare" })).toHaveAttribute("aria-selected", "true");
    await changed(page, "text/letter.txt").click();
    await expect(page.locator(".monaco-diff-editor .char-insert").first()).toBeVisible();
    await looks(page, "compare-two");
  });

  await test.step("swapped, and as it was before in another tab's place", async () => {
    const before = await chip(page, "from").locator("[data-words]").innerText();
    await page.getByRole("button", { name: "Swap the two sides" }).click();
    await expect(chip(page, "to").locator("[data-words]")).toHaveText(before);
    await page.getByRole("button", { name: "Swap the two sides" }).click();
    await page.getByRole("tab", { name: "Files" }).click();
    await page.getByRole("tab", { name: "Compare" }).click();
    await expect(chip(page, "from").locator("[data-words]")).toHaveText(before);
  });

  await test.step("images in three ways", async () => {
    await changed(page, "logo.png").click();
    await expect(screen(page, "compare").locator("img")).toHaveCount(2);
    await expect(screen(page, "compare").getByText("120 × 90")).toBeVisible();
    await looks(page, "compare-image-pair");
    await page.getByRole("radio", { name: "Swipe" }).click();
    const divider = page.getByRole("slider", { name: "Line between before and after" });
    await divider.press("Shift+ArrowLeft");
    await expect(divider).toHaveAttribute("aria-valuenow", "40");
    const box = await divider.boundingBox();
    if (box === null) throw new Error("the line is seen");
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width / 2 + 30, box.y + box.height / 2);
    await page.mouse.up();
    await expect(divider).not.toHaveAttribute("aria-valuenow", "40");
    await looks(page, "compare-image-swipe");
    await page.getByRole("radio", { name: "Onion skin" }).click();
    await page.getByRole("slider", { name: "How much is seen of the image after" }).press("ArrowRight");
    await page.getByRole("radio", { name: "400 %" }).click();
    await expect
      .poll(() =>
        screen(page, "compare")
          .locator("img")
          .last()
          .evaluate((img) => img.clientWidth),
      )
      .toBe(800);
    await looks(page, "compare-image-onion");
  });

  await test.step("a database by its rows", async () => {
    await changed(page, "orders.db").click();
    const rows = page.getByRole("table", { name: "Changed rows of orders" });
    await expect(rows.getByRole("row")).toHaveCount(6);
    await expect(rows.getByRole("row").nth(3).locator("[data-changed]")).toHaveText(/0.*→.*2/);
    await looks(page, "compare-database");
  });

  await test.step("with the folder on disk, from which nothing was taken yet", async () => {
    writeFileSync(join(folder, "text", "letter.txt"), "Everything is lost.\n");
    await chip(page, "to").click();
    await state(page, /Folder on disk/).click();
    await pictures(page, "compare-pick-folder");
    await page.keyboard.press("Enter");
    await expect(chip(page, "to")).toContainText("folder now");
    await changed(page, "text/letter.txt").click();
    await expect(page.locator(".monaco-diff-editor").getByText("Everything is lost.")).toBeVisible();
    await pictures(page, "compare-folder");
    await page.getByRole("button", { name: "Restore the earlier version…" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Restore", exact: true }).click();
    await expect(page.getByText("Restored 1 file")).toBeVisible();
    expect(readFileSync(join(folder, "text", "letter.txt"), "utf8")).toContain("this is version 1.");
  });

  await test.step("with a working copy, into which a version is put", async () => {
    const { name } = await invoke(page, "mount.open", { ref: "book", name: "my-edits" });
    await invoke(page, "mount.write", { mount: name, path: "text/letter.txt", text: "My own words.\n" });
    await chip(page, "to").click();
    await page.getByRole("dialog").getByRole("searchbox").fill("my-ed");
    await expect(state(page, /As it is now/)).toBeVisible();
    await page.getByRole("dialog").getByRole("button", { name: "Compare", exact: true }).click();
    await expect(chip(page, "to")).toContainText("my-edits");
    await changed(page, "text/letter.txt").click();
    await expect(page.locator(".monaco-diff-editor").getByText("My own words.")).toBeVisible();
    await page.getByRole("button", { name: "Restore…" }).click();
    await pictures(page, "compare-mount");
    await page.getByRole("menuitem", { name: "Before: to working copy my-edits" }).click();
    await expect(page.getByText("Put letter.txt into working copy my-edits")).toBeVisible();
    await expect(changed(page, "text/letter.txt")).toHaveCount(0);
    await page.getByRole("button", { name: "Undo" }).click();
    await expect(changed(page, "text/letter.txt")).toBeVisible();
  });

  await test.step("with a snapshot whose ID is pasted", async () => {
    const { labels } = await invoke(page, "labels", { label: "elsewhere" });
    await chip(page, "to").click();
    await page
      .getByRole("dialog")
      .getByRole("searchbox")
      .fill(labels[0]?.ca_id ?? "");
    await expect(state(page, /The snapshot with this ID/)).toBeVisible();
    await page.getByRole("dialog").getByRole("button", { name: "Compare", exact: true }).click();
    await expect(changed(page, "text/note.txt")).toBeVisible();
    await chip(page, "to").click();
    await page.getByRole("dialog").getByRole("searchbox").fill("0123456789abcdef");
    await expect(page.getByRole("dialog").getByRole("alert")).toBeVisible();
    await page.keyboard.press("Escape");
  });
});

test("a file's versions are gone through", async ({ launch, scratch }) => {
  const folder = join(scratch, "book");
  const store = join(scratch, "store");
  await prepare(store, folder);
  const { app, page } = await launch({ store, size: { width: 1280, height: 800 }, theme: "light" });
  await label(page, "book").click();
  await expect(moves(page)).toHaveCount(3);
  await screen(page, "files").locator('[data-path="text"]').dblclick();
  await screen(page, "files").locator('[data-path="text/letter.txt"]').click();
  const shown = screen(page, "files").locator(".monaco-editor");
  await expect(shown.getByText("version 3")).toBeVisible();
  await menu(app, "time-slider");
  const slider = page.getByRole("slider", { name: "Versions of letter.txt" });
  await expect(slider).toBeFocused();
  await expect(slider).toHaveAttribute("aria-valuenow", "3");

  await test.step("by keys and by mouse", async () => {
    await slider.press("ArrowLeft");
    await expect(shown.getByText("version 2")).toBeVisible();
    await expect(screen(page, "slider")).toContainText("Better words");
    await slider.press("Home");
    await expect(shown.getByText("version 1")).toBeVisible();
    await looks(page, "slider");
    const box = await slider.boundingBox();
    if (box === null) throw new Error("the slider is seen");
    await page.mouse.move(box.x + 10, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2, { steps: 3 });
    await page.mouse.up();
    await expect(shown.getByText("version 2")).toBeVisible();
  });

  await test.step("an old one is put back", async () => {
    await slider.press("Home");
    await screen(page, "slider").getByRole("button", { name: "Restore this version…" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Restore", exact: true }).click();
    await expect(page.getByText("Restored 1 file")).toBeVisible();
    expect(readFileSync(join(folder, "text", "letter.txt"), "utf8")).toContain("version 1.");
  });

  await test.step("what is gone says so, and the rest is one step away", async () => {
    await slider.press("Escape");
    await expect(slider).toHaveCount(0);
    await moves(page).nth(1).click();
    await screen(page, "files").locator('[data-path="text/note.txt"]').click();
    await page.getByRole("button", { name: "Versions of this over time" }).click();
    const note = page.getByRole("slider", { name: "Versions of note.txt" });
    await expect(note).toHaveAttribute("aria-valuemax", "1");
    await screen(page, "slider").getByRole("button", { name: "Compare with now" }).click();
    await expect(page.getByRole("tab", { name: "Compare" })).toHaveAttribute("aria-selected", "true");
  });
});

test("the time slider stays on its version while something else is looked at", async ({
  launch,
  scratch,
}) => {
  const folder = join(scratch, "book");
  const store = join(scratch, "store");
  await prepare(store, folder);
  const { app, page } = await launch({ store, size: { width: 1280, height: 800 } });
  await label(page, "book").click();
  await expect(moves(page)).toHaveCount(3);
  await screen(page, "files").locator('[data-path="text"]').dblclick();
  await screen(page, "files").locator('[data-path="text/letter.txt"]').click();
  const shown = screen(page, "files").locator(".monaco-editor");
  await expect(shown.getByText("version 3")).toBeVisible();
  await menu(app, "time-slider");
  const slider = page.getByRole("slider", { name: "Versions of letter.txt" });
  await expect(slider).toHaveAttribute("aria-valuenow", "3");
  await slider.press("Home");
  await expect(shown.getByText("version 1")).toBeVisible();
  const restores = async () => {
    await screen(page, "slider").getByRole("button", { name: "Restore this version…" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Restore", exact: true }).click();
    await expect(page.getByText("Restored 1 file")).toBeVisible();
    const text = readFileSync(join(folder, "text", "letter.txt"), "utf8");
    await page.getByRole("button", { name: "Dismiss" }).click();
    await expect(page.getByText("Restored 1 file")).toHaveCount(0);
    return text;
  };

  await test.step("on the way to Compare and back", async () => {
    await screen(page, "slider").getByRole("button", { name: "Compare with now" }).click();
    await expect(chip(page, "from")).toContainText("First draft");
    await page.getByRole("tab", { name: "Files" }).click();
    await expect(slider).toHaveAttribute("aria-valuenow", "1");
    await expect(shown.getByText("version 1")).toBeVisible();
    expect(await restores()).toContain("version 1.");
  });

  await test.step("when the label moves meanwhile", async () => {
    writeFiles(folder, { "text/letter.txt": "Dear reader,\n\nthis is version 4.\n" });
    cli(store, "import", folder, "--label", "book", "-m", "Once more");
    await expect(slider).toHaveAttribute("aria-valuemax", /[45]/);
    await expect(moves(page).first()).toContainText("Once more");
    await expect(slider).toHaveAttribute("aria-valuenow", "1");
    expect(await restores()).toContain("version 1.");
  });

  await test.step("but not when another moment is chosen", async () => {
    await moves(page).filter({ hasText: "Ready to print" }).click();
    await expect(slider).toHaveAttribute("aria-valuenow", "3");
    await expect(shown.getByText("version 3")).toBeVisible();
  });
});

test("what to compare begins with the snapshot that is looked at", async ({ launch, scratch }) => {
  const store = join(scratch, "store");
  await prepare(store, join(scratch, "book"));
  const { page } = await launch({ store, size: { width: 1280, height: 800 } });
  await label(page, "book").click();
  await expect(moves(page)).toHaveCount(3);
  await moves(page).filter({ hasText: "Better words" }).click();
  await page.getByRole("tab", { name: "Compare" }).click();
  await page.getByRole("button", { name: "Choose what to compare…" }).last().click();
  await expect(page.getByRole("dialog", { name: "Compare from" })).toBeVisible();
  await expect(state(page, /Better words/)).toHaveAttribute("aria-selected", "true");
  await page.getByRole("dialog").getByRole("button", { name: "Compare", exact: true }).click();
  await expect(chip(page, "from")).toContainText("Better words");

  await chip(page, "to").click();
  await expect(state(page, /Ready to print/)).toHaveAttribute("aria-selected", "true");
  await state(page, /First draft/).click();
  await page.keyboard.press("Enter");
  await expect(chip(page, "to")).toContainText("First draft");

  await test.step("and with what is compared already", async () => {
    await chip(page, "from").click();
    await expect(state(page, /Better words/)).toHaveAttribute("aria-selected", "true");
    await page.keyboard.press("Escape");
    await chip(page, "to").click();
    await expect(state(page, /First draft/)).toHaveAttribute("aria-selected", "true");
    await page.keyboard.press("Escape");
    await expect(chip(page, "to")).toBeFocused();
  });
});

test("what is compared is chosen by keyboard, again and again, and nothing is cut off in a small window", async ({
  launch,
  scratch,
}) => {
  const store = join(scratch, "store");
  await prepare(store, join(scratch, "book"));
  const { page } = await launch({ store, size: { width: 900, height: 560 } });
  await label(page, "book").click();
  await expect(moves(page)).toHaveCount(3);
  await page.getByRole("tab", { name: "Compare" }).click();
  for (const which of ["from", "to"] as const) {
    await chip(page, which).press("Enter");
    const dialog = page.getByRole("dialog", { name: `Compare ${which}` });
    await expect(dialog.getByRole("listbox").last()).toBeFocused();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await expect(dialog).toHaveCount(0);
    await expect(chip(page, which)).toContainText("book");
    const [outer, arrow] = await Promise.all([
      chip(page, which).boundingBox(),
      chip(page, which).locator("svg").last().boundingBox(),
    ]);
    expect(right(arrow)).toBeLessThanOrEqual(right(outer));
  }
  const id = page.getByRole("button", { name: /^Copy the full ID/ }).first();
  expect(right(await id.boundingBox())).toBeLessThanOrEqual(900);
});

/** The x of a box's right edge. */
function right(box: { x: number; width: number } | null): number {
  if (box === null) throw new Error("it is in sight");
  return box.x + box.width;
}
