import type { Page } from "@playwright/test";
import { axe, expect, screenshot, test } from "./app.ts";
import { codeOf, counts, dialog, line, mergeLabels, pane, saved, size, twoLabels } from "./merging.ts";

/** Texts with 200 hunks: three of four can be combined word by word. */
function manyOf(side: "base" | "ours" | "theirs"): string {
  const lines = Array.from({ length: 200 }, (_, no) => {
    const [first, second] = [`first${no}`, `second${no}`];
    const one = side === "ours" ? first.toUpperCase() : first;
    const two = side === "theirs" ? second.toUpperCase() : second;
    const words = no % 4 === 3 ? `only ${side} ${no}` : `${one} and then ${two}`;
    return `-- ${no} --\n  say("${words}");\n  done(${no});\n`;
  });
  return lines.join("\n");
}

const hits = (page: Page, name: string) => page.locator(`[data-find] [data-side="${name}"]`);
const place = (page: Page) => page.locator("[data-find-place]");

test("all hunks whose words can be combined are, once they were looked at, and in one step back", async ({
  launch,
  scratch,
}) => {
  const app = await launch({ size });
  const { page } = app;
  await twoLabels(app, scratch, (side) => ({ "many.js": manyOf(side) }));
  await mergeLabels(page, "many.js");
  await expect(counts(page)).toContainText("0 of 200 resolved");
  await page.getByRole("button", { name: "Combine 150 hunks…" }).click();
  await expect(dialog(page).getByRole("option").first()).toContainText("FIRST0 and then SECOND0");
  await screenshot(page, "merge-combine");
  await axe(page, "[role=dialog]");
  await page.keyboard.press("Enter");
  await expect(counts(page)).toContainText("150 of 200 resolved");
  await expect(line(page, "result", "FIRST0 and then SECOND0")).toBeVisible();
  await expect(saved(page)).toBeVisible();
  // Once more by mistake: nothing that was combined is replaced.
  await expect(page.locator('[data-pane="merge"]')).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(line(page, "result", "FIRST0 and then SECOND0")).toBeVisible();
  await page.keyboard.press("Control+z");
  await expect(counts(page)).toContainText("0 of 200 resolved");

  await test.step("or for all files, by a rule", async () => {
    await page.getByRole("button", { name: "Decide many files" }).click();
    await page.getByRole("menuitem", { name: "By a rule…" }).click();
    await dialog(page).getByLabel("Take", { exact: true }).selectOption("combined");
    await expect(dialog(page)).toContainText("150 hunks");
    await dialog(page).getByRole("button", { name: "Decide 1 file" }).click();
    await expect(counts(page)).toContainText("150 of 200 resolved");
  });
});

test("a text is found in all panes at once, and hit by hit as it is read", async ({ launch, scratch }) => {
  const app = await launch({ size });
  const { page } = app;
  await twoLabels(app, scratch, (side) => ({ "plan.ts": codeOf(side) }));
  await mergeLabels(page, "plan.ts");
  await line(page, "result", "NORTH").click();
  await page.keyboard.press("Control+f");
  const field = page.getByRole("textbox", { name: "Find" });
  await expect(field).toBeFocused();
  await page.keyboard.type("garlic");
  await expect(hits(page, "theirs")).toHaveAttribute("data-hits", "1");
  await expect(hits(page, "ours")).toHaveAttribute("data-hits", "0");
  await expect(place(page)).toHaveText("1 of 1");
  await field.fill("NORTH");
  for (const name of ["theirs", "result", "ours", "base"])
    await expect(hits(page, name)).toHaveAttribute("data-hits", "1");
  await expect(place(page)).toHaveText(/ of 3$/);
  await screenshot(page, "merge-find");
  await axe(page);

  await test.step("from pane to pane, and around", async () => {
    const before = await place(page).textContent();
    const seen = new Set([before]);
    for (const key of ["Enter", "F3"]) {
      await page.keyboard.press(key);
      await expect.poll(async () => seen.has(await place(page).textContent())).toBe(false);
      seen.add(await place(page).textContent());
    }
    await page.keyboard.press("Enter");
    await expect(place(page)).toHaveText(before ?? "");
    await page.keyboard.press("Shift+Enter");
    await expect(place(page)).not.toHaveText(before ?? "");
  });

  await test.step("the base is looked through too once it is shown", async () => {
    await page.getByRole("button", { name: "Base 1: show the base" }).click();
    await expect(pane(page, "base")).toBeVisible();
    await expect(place(page)).toHaveText(/ of 4$/);
  });

  await test.step("in a way: case, whole words, patterns", async () => {
    const beds = String(codeOf("ours").match(/bed/gi)?.length);
    await field.fill("bed");
    await expect(hits(page, "ours")).toHaveAttribute("data-hits", beds);
    await field.fill("BED");
    await expect(hits(page, "ours")).toHaveAttribute("data-hits", beds);
    await page.getByRole("button", { name: "Match case" }).click();
    await expect(hits(page, "ours")).toHaveAttribute("data-hits", "0");
    await field.fill("text.*limit");
    await page.getByRole("button", { name: "Regular expression" }).click();
    await expect(hits(page, "ours")).toHaveAttribute("data-hits", "1");
  });

  await test.step("what is typed meanwhile is found; Escape closes, and the focus is where it was", async () => {
    await page.getByRole("button", { name: "Regular expression" }).click();
    await field.fill("zebra");
    await expect(place(page)).toHaveText("No hit");
    await line(page, "result", "NORTH").click();
    await page.keyboard.press("End");
    await page.keyboard.type("zebra");
    await expect(hits(page, "result")).toHaveAttribute("data-hits", "1");
    await page.keyboard.press("Control+f");
    await expect(field).toBeFocused();
    await page.keyboard.press("Escape");
    await expect(page.locator("[data-find]")).toHaveCount(0);
    // The hit is selected, as it was found.
    await page.keyboard.press("End");
    await page.keyboard.type("!");
    await expect(line(page, "result", "zebra!")).toBeVisible();
  });
});
