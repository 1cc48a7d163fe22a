import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { axe, cli, expect, invoke, type Launched, pictures, screenshot, test } from "./app.ts";
import { type Files, writeFiles } from "./folders.ts";
import { PICTURES } from "./pictures.ts";

const size = { width: 1280, height: 800 };
const label = (page: Page, name: string) => page.locator(`[data-screen="labels"] [data-label="${name}"]`);
const merge = (page: Page) => page.locator('[data-screen="merge"]');
const file = (page: Page, path: string) => page.locator(`[data-screen="merge-files"] [data-path="${path}"]`);
const result = (page: Page, text: string) =>
  page.locator('[data-pane-editor="result"] .view-line', { hasText: text });
const notices = (page: Page) => page.getByRole("region", { name: "Notices" });
const dialog = (page: Page) => page.getByRole("dialog");
const tab = (page: Page, side: string) => page.locator(`[data-proof-tab="${side}"]`);
const note = (page: Page, kind: string) => page.locator(`[data-note="${kind}"]`);

const LINES = Array.from({ length: 9 }, (_, no) => `line ${no + 1}`);
const BINARY = { base: "as it was", ours: "by ours", theirs: "by theirs" };
type Side = keyof typeof BINARY;

/** A text in which both sides changed the fifth line. */
const conflictOf = (side: Side) => textWith(5, side === "base" ? "line 5" : `5 by ${side}`);

function textWith(line: number, ...changed: string[]): string {
  return `${LINES.toSpliced(line - 1, 1, ...changed).join("\n")}\n`;
}

/** Twelve files in conflict of several kinds, two that merge by themselves, and one that nobody changed. */
function filesOf(side: Side): Files {
  const text = conflictOf(side);
  return {
    "src/a.txt": text,
    "src/b.txt": text,
    "src/deep/c.txt": text,
    "package-lock.json": text,
    "web/package-lock.json": text,
    "po/de.po": text,
    "docs/words.md": text,
    "img/one.png": PICTURES[side],
    "img/two.png": PICTURES[side],
    "data.bin": Buffer.from(`\0${BINARY[side]}`),
    ...(side !== "theirs" && { "old.md": text }),
    ...(side !== "ours" && { "new.md": text }),
    "auto.txt": { base: textWith(9, "line 9"), ours: textWith(1, "ours"), theirs: textWith(9, "theirs") }[
      side
    ],
    "same.txt": "same\n",
    "data.json": jsonOf(side),
  };
}

/** A JSON file to which both sides added the same key in other places: it merges by itself, and is wrong. */
function jsonOf(side: Side): string {
  const keys = LINES.map((key) => `  "${key}": 1,`);
  const own = {
    base: keys,
    ours: keys.toSpliced(1, 0, '  "both": 1,'),
    theirs: keys.toSpliced(8, 0, '  "both": 2,'),
  };
  return `{\n${own[side].join("\n")}\n  "last": 0\n}\n`;
}

/** What the decisions of the test give. */
const both = textWith(5, "5 by ours", "5 by theirs");
const EXPECTED: Files = {
  "src/a.txt": both,
  "src/b.txt": both,
  "src/deep/c.txt": both,
  "package-lock.json": conflictOf("theirs"),
  "web/package-lock.json": conflictOf("theirs"),
  "po/de.po": conflictOf("ours"),
  "docs/words.md": textWith(5, "line 5, by hand"),
  "img/one.png": PICTURES.ours,
  "img/one (experiments).png": PICTURES.theirs,
  "img/two.png": PICTURES.ours,
  "img/two (experiments).png": PICTURES.theirs,
  "data.bin": Buffer.from(`\0${BINARY.ours}`),
  "new.md": conflictOf("theirs"),
  "auto.txt": `ours\n${LINES.slice(1, 8).join("\n")}\ntheirs\n`,
  "same.txt": "same\n",
  "data.json": jsonOf("ours").replace('  "line 9"', '  "both": 2,\n  "line 9"'),
};

/** Makes two labels that changed the same files, and opens their merge in the window. */
async function openMerge({ page }: Launched, scratch: string): Promise<void> {
  const take = async (name: string, side: Side) => {
    const folder = writeFiles(join(scratch, side), filesOf(side));
    await invoke(page, "import", { paths: [folder], label: name, message: `By ${side}`, replace: true });
  };
  await take("main", "base");
  await invoke(page, "label.create", { label: "experiments", ref: "main" });
  await take("main", "ours");
  await take("experiments", "theirs");
  await invoke(page, "merge.start", { ours: "main", theirs: "experiments", label: "main" });
  await expect(label(page, "main").getByLabel("1 open merge")).toBeVisible();
  await expect(label(page, "main")).toContainText("By ours");
  await label(page, "main").click({ button: "right" });
  await page.getByRole("menuitem", { name: "Continue merge with experiments" }).click();
  await expect(merge(page)).toContainText("0 of 12 resolved");
}

async function askForRule(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Decide many files" }).click();
  await page.getByRole("menuitem", { name: "By a rule…" }).click();
  await expect(dialog(page).getByLabel("Pattern")).toBeFocused();
}

/** Decides files by a rule. */
async function decide(page: Page, pattern: string, take: string, files: number): Promise<void> {
  await askForRule(page);
  await dialog(page).getByLabel("Pattern").fill(pattern);
  await dialog(page).getByLabel("Take", { exact: true }).selectOption(take);
  const count = files === 1 ? "1 file" : `${files} files`;
  await dialog(page)
    .getByRole("button", { name: `Decide ${count}`, exact: true })
    .click();
  await expect(dialog(page)).toHaveCount(0);
}

function filesIn(folder: string): Record<string, Buffer> {
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" });
  const files = paths.filter((path) => statSync(join(folder, path)).isFile()).sort();
  return Object.fromEntries(files.map((path) => [path, readFileSync(join(folder, path))]));
}

test("a merge is decided by rules, undone, decided again, looked at as a whole and completed", async ({
  launch,
  scratch,
}) => {
  const app = await launch({ size, theme: "light" });
  const { page, store } = app;
  await openMerge(app, scratch);

  await test.step("folders say how many files below them are open, and close", async () => {
    await expect(file(page, "src")).toContainText("!3");
    await expect(file(page, "src/deep/c.txt")).toBeVisible();
    await file(page, "src").locator("[data-toggle]").click();
    await expect(file(page, "src/deep/c.txt")).toHaveCount(0);
    await expect(file(page, "src")).toContainText("!3");
    await file(page, "src").locator("[data-toggle]").click();
    await expect(file(page, "src/a.txt")).toBeVisible();
  });

  await test.step("images are compared with each other and with the base", async () => {
    await file(page, "img/one.png").click();
    await expect(page.locator('[data-images="theirs ours"] img')).toHaveCount(2);
    await pictures(page, "merge-images");
    await axe(page);
    await page.getByRole("radio", { name: "Swipe" }).click();
    await expect(page.getByRole("slider", { name: "Line between experiments and main" })).toBeVisible();
    await page.getByRole("radio", { name: /^base .* with experiments$/ }).click();
    await page.getByRole("radio", { name: "Onion skin" }).click();
    await expect(page.locator('[data-images="base theirs"] img')).toHaveCount(2);
  });

  await test.step("lock files are proposed, previewed, decided, undone, and decided again", async () => {
    const choose = async () => {
      await askForRule(page);
      await dialog(page).getByRole("button", { name: "package-lock.json (2)" }).click();
      await expect(dialog(page).locator('[data-ruled="yes"]')).toHaveCount(2);
    };
    await choose();
    await expect(dialog(page)).toContainText("Not decided → Takes experiments");
    await pictures(page, "merge-rule");
    await axe(page, "[role=dialog]");
    await dialog(page).getByRole("button", { name: "Decide 2 files" }).click();
    await expect(merge(page)).toContainText("2 of 12 resolved");
    await notices(page).getByRole("button", { name: "Undo" }).click();
    await expect(merge(page)).toContainText("0 of 12 resolved");
    await expect(file(page, "package-lock.json")).toHaveAttribute("data-state", "open");
    await choose();
    await dialog(page).getByRole("button", { name: "Decide 2 files" }).click();
    await expect(merge(page)).toContainText("2 of 12 resolved");
  });

  await test.step("a folder is decided from its menu: both files are kept", async () => {
    await file(page, "img").click({ button: "right" });
    await page.getByRole("menuitem", { name: "Decide files in img…" }).click();
    await dialog(page).getByLabel("Take", { exact: true }).selectOption("both");
    await expect(dialog(page)).toContainText("Keeps both, the second as img/one (experiments).png");
    await dialog(page).getByRole("button", { name: "Decide 2 files" }).click();
    await expect(merge(page)).toContainText("4 of 12 resolved");
  });

  await test.step("by patterns: texts, translations, binaries, and files that one side deleted", async () => {
    await decide(page, "*.txt", "both", 3);
    await decide(page, "*.po", "ours", 1);
    await decide(page, "data", "ours", 1);
    await decide(page, "/*.md", "theirs", 2);
    await expect(merge(page)).toContainText("11 of 12 resolved");
  });

  await test.step("the result says what is open, and leads there", async () => {
    await page.getByRole("button", { name: "Review result" }).click();
    await expect(note(page, "open")).toContainText("docs/words.md");
    await expect(merge(page).getByRole("button", { name: "Complete merge" })).toBeDisabled();
    await pictures(page, "merge-proof-open");
    await axe(page);
    await page.getByRole("button", { name: "Go to the next open file" }).click();
    await expect(merge(page).getByRole("heading", { name: "words.md" })).toBeVisible();
    await result(page, "line 5").click();
    await page.keyboard.press("End");
    await page.keyboard.type(", by hand");
    await expect(merge(page)).toContainText("12 of 12 resolved");
  });

  await test.step("the result against each side, and lines that neither side had", async () => {
    await page.keyboard.press("Control+Enter");
    await expect(tab(page, "ours")).toContainText("+3~8−1");
    await expect(tab(page, "theirs")).toContainText("+2~10");
    await expect(tab(page, "base")).toContainText("+2~13−1");
    await tab(page, "theirs").click();
    await expect(page.getByRole("tree", { name: "What changed" })).toBeVisible();
    await expect(note(page, "lines")).toHaveCount(1);
    await expect(note(page, "lines")).toContainText("line 5, by hand");
    await expect(note(page, "lines")).toContainText("Typed by");
    await expect(note(page, "finding")).toContainText("data.json, line 11");
    await expect(note(page, "finding")).toContainText("is there twice");
    await pictures(page, "merge-proof");
    await axe(page);
    await note(page, "lines").click();
    await expect(result(page, "line 5, by hand")).toBeVisible();
  });

  await test.step("completed: the label's history draws it, byte for byte what was expected", async () => {
    await page.keyboard.press("Control+Enter");
    await expect(merge(page).getByLabel("Message")).toBeFocused();
    await page.keyboard.type("All of it");
    await page.keyboard.press("Control+Enter");
    await expect(notices(page)).toContainText("Merged into main");
    await expect(notices(page).getByRole("button", { name: "Undo" })).toBeVisible();
    await expect(page.locator('[data-pane="history"]')).toContainText("All of it");
    await screenshot(page, "merge-proof-completed");
    const out = join(scratch, "out");
    cli(store, "export", "main", "--to", out);
    const expected = Object.entries(EXPECTED).map(([path, content]) => [path, Buffer.from(content)] as const);
    expect(filesIn(out)).toEqual(Object.fromEntries(expected.sort()));
  });
});
