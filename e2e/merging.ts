import { join } from "node:path";
import type { Page } from "@playwright/test";
import { expect, invoke, type Launched } from "./app.ts";
import { type Files, writeFiles } from "./folders.ts";
import { PICTURES } from "./pictures.ts";

/** The content of the window, in CSS pixels. */
export const size = { width: 1280, height: 800 };
export const label = (page: Page, name: string) =>
  page.locator(`[data-screen="labels"] [data-label="${name}"]`);
export const copy = (page: Page, name: string) => page.locator(`[data-mount="${name}"]`);
export const merge = (page: Page) => page.locator('[data-screen="merge"]');
export const file = (page: Page, path: string) =>
  page.locator(`[data-screen="merge-files"] [data-path="${path}"]`);
export const pane = (page: Page, name: string) => page.locator(`[data-pane-editor="${name}"]`);
export const line = (page: Page, name: string, text: string) =>
  pane(page, name).locator(".view-line", { hasText: text });
export const action = (page: Page, name: string) => page.locator(`[data-action="${name}"]`);
export const counts = (page: Page) => page.locator("[data-counts]");
export const saved = (page: Page) => page.locator('[data-save="saved"]');
export const notices = (page: Page) => page.getByRole("region", { name: "Notices" });
export const dialog = (page: Page) => page.getByRole("dialog");

/** A program that both sides changed, in lines of their own and in the same ones. */
export function codeOf(side: "base" | "ours" | "theirs"): string {
  const pick = (base: string, ours: string, theirs: string) => ({ base, ours, theirs })[side];
  return `import { readFile } from "node:fs/promises";

/** Reads the garden plan${pick("", "", " from disk")}. */
export async function readPlan(path: string) {
  const text = await readFile(path, "utf8");
  const ${pick("limit", "most", "limit")} = Math.${pick("min", "min", "max")}(width, 40);
  return parse(text);
}

export function parse(text: string, limit: number) {
  const found = [];
  for (const bed of text.split("\\n")) {
    if (bed.length > limit) continue;
    found.push(${pick("bed.trim()", "bed.trim().toLowerCase()", "normalise(bed)")});${pick("", "\n    count += 1;", "")}
  }
  return found;
}

export const NORTH = "${pick("leeks", "leeks and onions", "garlic")}";
export const SOUTH = "tomatoes";
export const EAST = "${pick("peas", "peas", "beans")}";
`;
}

/** Opens two working copies of one label, changes both, and pushes the first. */
export async function diverge(
  { page }: Launched,
  scratch: string,
  files: (side: "base" | "ours" | "theirs") => Record<string, string>,
) {
  const folder = writeFiles(join(scratch, "garden"), files("base"));
  await invoke(page, "import", { paths: [folder], label: "garden", message: "As it was" });
  const { name: first } = await invoke(page, "mount.open", { ref: "garden", name: "first" });
  const { name: second } = await invoke(page, "mount.open", { ref: "garden", name: "second" });
  for (const [path, text] of Object.entries(files("theirs")))
    await invoke(page, "mount.write", { mount: first, path, text });
  for (const [path, text] of Object.entries(files("ours")))
    await invoke(page, "mount.write", { mount: second, path, text });
  await invoke(page, "mount.push", { mount: first, message: "Theirs" });
  // Until then the rows still change.
  await expect(label(page, "garden")).toContainText("Theirs");
  await expect(copy(page, second).getByLabel("1 change")).toBeVisible();
}

/** Pushes the second working copy, which is rejected, and goes on to resolve the conflicts. */
export async function resolveConflicts(page: Page): Promise<void> {
  await label(page, "garden").click();
  await copy(page, "second").click();
  await page.getByRole("button", { name: "Push…" }).click();
  await dialog(page).getByRole("button", { name: "Push", exact: true }).click();
  await expect(dialog(page)).toContainText("garden has changed meanwhile");
  await dialog(page).getByRole("button", { name: "Resolve conflicts…" }).click();
  await expect(merge(page)).toBeVisible();
  await expect(dialog(page)).toHaveCount(0);
}

/** Two labels, main (ours) and experiments (theirs), with a base that both had. */
export async function twoLabels(
  { page }: Launched,
  scratch: string,
  files: (side: "base" | "ours" | "theirs") => Files,
): Promise<void> {
  const take = async (name: string, side: "base" | "ours" | "theirs", message: string) => {
    const folder = writeFiles(join(scratch, side), files(side));
    await invoke(page, "import", { paths: [folder], label: name, message, replace: true });
  };
  await take("main", "base", "Begin the plan");
  await invoke(page, "label.create", { label: "experiments", ref: "main" });
  await take("main", "ours", "Tidy up the plan");
  await take("experiments", "theirs", "Try other vegetables");
  // Until then the rows still change places.
  await expect(label(page, "experiments")).toContainText("Try other vegetables");
  await expect(label(page, "main")).toContainText("Tidy up the plan");
}

/** Merges experiments into main, and shows a file of the merge. */
export async function mergeLabels(page: Page, path: string): Promise<void> {
  await label(page, "experiments").click({ button: "right" });
  await page.getByRole("menuitem", { name: "Merge into…" }).click();
  await expect(dialog(page).getByRole("option", { selected: true })).toHaveText("main");
  await page.keyboard.press("Enter");
  await file(page, path).click();
}

/** Two labels that changed the same files in other ways: a text, a picture, one that the one deleted, and a program. */
export async function divergeLabels(launched: Launched, scratch: string): Promise<void> {
  await twoLabels(launched, scratch, (side) => ({
    "src/plan.ts": codeOf(side),
    "src/own.txt": `${side}\n`,
    "photo.png": PICTURES[side],
    ...(side === "base" && { "old.md": "# Old\n" }),
    ...(side === "ours" && { "old.md": "# Old, and kept\n" }),
  }));
}
