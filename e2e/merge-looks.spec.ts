import { chmodSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { axe, cli, expect, screenshot, test } from "./app.ts";
import { counts, file, label, line, merge, mergeLabels, pane, size, twoLabels } from "./merging.ts";

type Side = "base" | "ours" | "theirs";

/** A text with many hunks of several kinds: changes of one side, and conflicts of one or more lines. */
function manyOf(side: Side): string {
  const parts = Array.from({ length: 200 }, (_, no) => {
    const own = no % 5 === 4 ? (side === "ours" ? "base" : side) : side;
    const more = no % 7 === 0 && side === "theirs" ? `  more(${no});\n` : "";
    return `function part${no}() {\n  return "${own} ${no}";\n${more}}\n`;
  });
  return parts.join("\n");
}

const filler = "the quick brown fox jumps over the lazy dog ".repeat(12);
const filesOf = (side: Side) => ({
  "a/one.ts": `export const name = "garden";\nexport const size = "${side}";\nexport const rows = 12;\n`,
  "a/long.txt": `# A text of long lines\n\n${filler}${side} ${filler}\n\nThe end.\n`,
  "b/many.ts": manyOf(side),
  "run.sh": "#!/bin/sh\necho garden\n",
  ...(side === "theirs" && { "new/only-theirs.txt": "n\n" }),
});

/** Keeps pictures of the window as it is in light and dark, with more contrast, and in the system's own colours. */
async function looks(page: Page, name: string): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, contrast: null, forcedColors: null });
    await screenshot(page, `${name}-${colorScheme}`);
    await page.emulateMedia({ colorScheme, contrast: "more" });
    await screenshot(page, `${name}-contrast-${colorScheme}`);
    await axe(page);
  }
  await page.emulateMedia({ colorScheme: "light", contrast: null, forcedColors: "active" });
  await screenshot(page, `${name}-forced`);
  await page.emulateMedia({ colorScheme: null, forcedColors: null });
}

test("one hunk, two hundred, and long lines, in every look", async ({ launch, scratch }) => {
  test.setTimeout(180_000);
  const app = await launch({ size });
  const { page, store } = app;
  await twoLabels(app, scratch, filesOf);
  for (const [name, mode] of [
    ["main", 0o755],
    ["experiments", 0o700],
  ] as const) {
    const folder = join(scratch, name === "main" ? "ours" : "theirs");
    chmodSync(join(folder, "run.sh"), mode);
    cli(store, "import", folder, "--label", name, "--replace", "--message", `Run as ${name}`);
    await expect(label(page, name)).toContainText(`Run as ${name}`);
  }
  await mergeLabels(page, "a/one.ts");
  // What only one side changed is told, although it is not listed.
  await expect(merge(page)).toContainText("1 change of one side · 0 of 4 resolved");

  await test.step("one hunk", async () => {
    await expect(line(page, "theirs", "theirs")).toBeVisible();
    await looks(page, "merge-one");
  });

  await test.step("long lines begin where they differ", async () => {
    await file(page, "a/long.txt").click();
    await expect.poll(() => isInView(page, "theirs", "theirs")).toBe(true);
    await expect.poll(() => isInView(page, "ours", "ours")).toBe(true);
    await looks(page, "merge-long");
  });

  await test.step("the next open file is the next in the list", async () => {
    for (const next of ["a/one.ts", "b/many.ts"]) {
      await page.keyboard.press("1");
      await expect(counts(page)).toContainText("1 of 1 resolved");
      await page.keyboard.press("F7");
      await expect(file(page, next)).toHaveAttribute("aria-selected", "true");
      await expect(page.locator("[data-pane-editor=theirs] .view-line").first()).toBeVisible();
    }
    await expect(file(page, "b/many.ts")).toHaveAttribute("aria-selected", "true");
    await expect(line(page, "theirs", "theirs 0")).toBeVisible();
    await looks(page, "merge-many");
  });

  await test.step("permissions in conflict are told once", async () => {
    await file(page, "run.sh").click();
    await expect(merge(page).getByText("The sides gave this file different permissions.")).toHaveCount(1);
    await looks(page, "merge-mode");
  });

  await test.step("a text that is taken as a whole shows what is taken", async () => {
    await page.getByRole("button", { name: "Decide many files" }).click();
    await page.getByRole("menuitem", { name: "Take main for all of these" }).click();
    await file(page, "b/many.ts").click();
    await expect(page.locator('[data-version="ours"]')).toHaveAttribute("data-taken", "true");
    await looks(page, "merge-whole");
    await page.getByRole("button", { name: "Merge line by line instead" }).click();
    await expect(line(page, "theirs", "theirs 0")).toBeVisible();
  });
});

/** Returns whether a word of a pane is within its width. */
async function isInView(page: Page, name: string, word: string): Promise<boolean> {
  const box = await pane(page, name).boundingBox();
  const place = await pane(page, name).evaluate((editor, word) => {
    const walker = document.createTreeWalker(editor, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const at = walker.currentNode.textContent?.indexOf(word) ?? -1;
      if (at === -1) continue;
      const range = document.createRange();
      range.setStart(walker.currentNode, at);
      range.setEnd(walker.currentNode, at + word.length);
      return range.getBoundingClientRect().x;
    }
    return null;
  }, word);
  return box !== null && place !== null && place > box.x && place < box.x + box.width;
}
