import type { Page } from "@playwright/test";
import { axe, cli, expect, keepNotice, looks, pictures, resize, screenshot, test } from "./app.ts";
import {
  action,
  codeOf,
  counts,
  dialog,
  diverge,
  divergeLabels,
  file,
  label,
  line,
  merge,
  notices,
  pane,
  resolveConflicts,
  saved,
  size,
} from "./merging.ts";

/** A text with a hunk for each way to decide it; every hunk is between lines that nobody changed. */
const HUNKS = ["left", "right", "both", "reversed", "base", "neither", "hand"] as const;

function textOf(side: "base" | "ours" | "theirs"): string {
  const own = side === "base" ? "as it was" : `by ${side}`;
  const lines = HUNKS.flatMap((name) => [`-- ${name} --`, `${name} ${own}`]);
  // Each side changes another of two neighbouring lines.
  lines.push("-- split --");
  lines.push(
    `split one ${side === "ours" ? own : "as it was"}`,
    `split two ${side === "theirs" ? own : "as it was"}`,
  );
  lines.push("-- join --", `join one ${own}`, "between", `join two ${own}`);
  const [one, two] = [side === "ours" ? "ONE" : "one", side === "theirs" ? "TWO" : "two"];
  lines.push("-- words --", `${one} and ${two}`, "-- end --");
  // The last line has no end.
  return lines.join("\n");
}

const RESULT = [
  ...["-- left --", "left by theirs"],
  ...["-- right --", "right by ours"],
  ...["-- both --", "both by theirs", "both by ours"],
  ...["-- reversed --", "reversed by ours", "reversed by theirs"],
  ...["-- base --", "base as it was"],
  "-- neither --",
  ...["-- hand --", "hand as it was, by hand"],
  ...["-- split --", "split one by ours", "split two by theirs"],
  ...["-- join --", "join one by theirs", "between", "join two by theirs"],
  ...["-- words --", "ONE and TWO"],
  "-- end --",
].join("\n");

test("a text is resolved in every way by mouse, across the end of the app, and completed", async ({
  launch,
  scratch,
}) => {
  const app = await launch({ size });
  const { page, store, userData } = app;
  await diverge(app, scratch, (side) => ({ "plan.txt": textOf(side) }));

  await test.step("a rejected push leads to the merge", async () => {
    await resolveConflicts(page);
    await expect(counts(page)).toContainText("0 of 11 resolved");
    await expect(line(page, "theirs", "left by theirs")).toBeVisible();
    await expect(line(page, "result", "left as it was")).toBeVisible();
    await screenshot(page, "merge-opened");
    await axe(page);
  });

  await test.step("pointing at a choice previews it", async () => {
    await action(page, "theirs").hover();
    await expect(page.locator("[data-preview]")).toContainText("left by theirs");
    await page.mouse.move(4, 4);
    await expect(page.locator("[data-preview]")).toHaveCount(0);
  });

  await test.step("left, right, both, both reversed, base and neither, one after the other", async () => {
    await action(page, "theirs").click();
    await expect(line(page, "result", "left by theirs")).toBeVisible();
    await action(page, "ours").click();
    await expect(line(page, "result", "right by ours")).toBeVisible();
    await action(page, "theirs+ours").click();
    await expect(counts(page)).toContainText("3 of 11 resolved");
    await action(page, "ours+theirs").click();
    await action(page, "base").click();
    await action(page, "nothing").click();
    await expect(counts(page)).toContainText("6 of 11 resolved");
    await expect(line(page, "result", "neither as it was")).toHaveCount(0);
    await expect(saved(page)).toBeVisible();
  });

  await test.step("by hand", async () => {
    await line(page, "result", "hand as it was").click();
    await page.keyboard.press("End");
    await page.keyboard.type(", by hand");
    await expect(counts(page)).toContainText("7 of 11 resolved");
    await expect(saved(page)).toBeVisible();
    await screenshot(page, "merge-half");
    await axe(page);
  });

  // The app is gone before it can do anything.
  const child = app.app.process();
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGKILL");
  await ended;
  const again = await launch({ size, store, userData });
  await completeAfter(again.page);
  expect(cli(store, "cat", "garden:plan.txt")).toBe(RESULT);
  const { log } = JSON.parse(cli(store, "log", "garden", "--json"));
  expect(log.at(-1)).toMatchObject({ op: "merge", message: "Both plans" });
});

/** Goes on with a merge that was half done, and completes it. */
async function completeAfter(page: Page): Promise<void> {
  await test.step("the merge is on its label, as it was left", async () => {
    await expect(label(page, "garden").getByLabel("1 open merge")).toBeVisible();
    await label(page, "garden").click({ button: "right" });
    await page.getByRole("menuitem", { name: "Continue merge with second" }).click();
    await expect(counts(page)).toContainText("7 of 11 resolved");
    await expect(line(page, "result", "hand as it was, by hand")).toBeVisible();
  });

  await test.step("split", async () => {
    await line(page, "result", "split two as it was").click();
    await action(page, "split").click();
    await expect(line(page, "result", "split two by theirs")).toBeVisible();
    await expect(line(page, "result", "split one by ours")).toBeVisible();
    await expect(counts(page)).toContainText("7 of 10 resolved");
  });

  await test.step("joined", async () => {
    await line(page, "result", "join one as it was").click();
    await action(page, "join").click();
    await expect(counts(page)).toContainText("7 of 9 resolved");
    await action(page, "theirs").click();
    await expect(line(page, "result", "join two by theirs")).toBeVisible();
  });

  await test.step("combined word by word", async () => {
    await expect(action(page, "combined")).toBeVisible();
    await action(page, "combined").click();
    await expect(line(page, "result", "ONE and TWO")).toBeVisible();
    await expect(counts(page)).toContainText("9 of 9 resolved");
    await screenshot(page, "merge-resolved");
  });

  await test.step("completed", async () => {
    await merge(page).getByRole("button", { name: "Review result" }).click();
    await merge(page).getByLabel("Message").fill("Both plans");
    await screenshot(page, "merge-complete");
    await axe(page);
    await merge(page).getByRole("button", { name: "Complete merge" }).click();
    await expect(notices(page)).toContainText("Merged into garden");
    await expect(merge(page)).toHaveCount(0);
  });
}

test("a merge is decided by keyboard alone, undone and redone, and completed", async ({
  launch,
  scratch,
}) => {
  const app = await launch({ size, theme: "dark" });
  const { page, store } = app;
  await diverge(app, scratch, (side) => ({ "plan.txt": textOf(side) }));
  await resolveConflicts(page);
  await expect(counts(page)).toContainText("0 of 11 resolved");
  await expect(line(page, "result", "left as it was")).toBeVisible();

  for (const key of ["1", "2", "3", "Shift+3", "b", "0"]) await page.keyboard.press(key);
  await expect(counts(page)).toContainText("6 of 11 resolved");

  await test.step("undo and redo take choices and typed text in their order", async () => {
    await page.keyboard.press("F6");
    await line(page, "result", "hand as it was").click();
    await page.keyboard.press("End");
    await page.keyboard.type(", by hand");
    await expect(counts(page)).toContainText("7 of 11 resolved");
    await page.keyboard.press("Control+z");
    await expect(line(page, "result", "by hand")).toHaveCount(0);
    await expect(counts(page)).toContainText("6 of 11 resolved");
    await page.keyboard.press("Control+z");
    await expect(line(page, "result", "neither as it was")).toBeVisible();
    await expect(counts(page)).toContainText("5 of 11 resolved");
    await page.keyboard.press("Control+Shift+z");
    await page.keyboard.press("Control+Shift+z");
    await expect(line(page, "result", "hand as it was, by hand")).toBeVisible();
    await expect(counts(page)).toContainText("7 of 11 resolved");
  });

  await test.step("while typing, Alt is held", async () => {
    await page.keyboard.press("F7");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Alt+x");
    await expect(counts(page)).toContainText("7 of 10 resolved");
    await page.keyboard.press("F7");
    await page.keyboard.press("Alt+j");
    await expect(counts(page)).toContainText("7 of 9 resolved");
    await page.keyboard.press("Alt+1");
    await expect(line(page, "result", "join two by theirs")).toBeVisible();
    await page.keyboard.press("Alt+c");
    await expect(counts(page)).toContainText("9 of 9 resolved");
  });

  await test.step("completed", async () => {
    await page.keyboard.press("Control+Enter");
    await expect(merge(page).getByLabel("Message")).toBeFocused();
    await page.keyboard.type("By keyboard");
    await page.keyboard.press("Control+Enter");
    await expect(notices(page)).toContainText("Merged into garden");
    expect(cli(store, "cat", "garden:plan.txt")).toBe(RESULT);
  });
});

test("pictures and deleted files are decided on cards, in bulk, and the merge is left and abandoned", async ({
  launch,
  scratch,
}) => {
  const app = await launch({ size });
  const { page, store } = app;
  await divergeLabels(app, scratch);

  await test.step("a label is merged into another one from its menu", async () => {
    await label(page, "experiments").click({ button: "right" });
    await page.getByRole("menuitem", { name: "Merge into…" }).click();
    await expect(dialog(page).getByRole("listbox", { name: "Labels" })).toBeFocused();
    await screenshot(page, "merge-into");
    await axe(page, "[role=dialog]");
    await page.keyboard.press("Enter");
    await expect(merge(page).getByRole("heading", { name: "Merge into main" })).toBeVisible();
  });

  await test.step("so it is by dragging it there, which asks first", async () => {
    await merge(page).getByRole("button", { name: "Abandon merge" }).click();
    await expect(merge(page)).toHaveCount(0);
    await label(page, "experiments").dragTo(label(page, "main"));
    await expect(dialog(page).getByRole("option", { selected: true })).toHaveText("main");
    await expect(dialog(page).getByRole("heading", { name: "Merge experiments into" })).toBeVisible();
    await page.keyboard.press("Enter");
    await expect(merge(page).getByRole("heading", { name: "Merge into main" })).toBeVisible();
  });

  await test.step("a deleted file and a picture have cards", async () => {
    await file(page, "old.md").click();
    await expect(page.locator("[data-card]")).toContainText(
      "One side changed this file, the other deleted it",
    );
    await expect(page.locator('[data-version="theirs"]')).toContainText("Not there");
    await screenshot(page, "merge-deleted");
    await axe(page);
    await page.getByRole("button", { name: "Take main", exact: true }).click();
    await expect(file(page, "old.md")).toHaveAttribute("data-state", "resolved");
    await file(page, "photo.png").click();
    await expect(page.locator("[data-images] img").first()).toBeVisible();
    await screenshot(page, "merge-picture");
    await axe(page);
    await page.getByRole("button", { name: "Keep both…" }).click();
    await expect(dialog(page).getByLabel("Second path")).toHaveValue("photo (experiments).png");
    await dialog(page).getByRole("button", { name: "Keep both" }).click();
    await expect(file(page, "photo.png")).toHaveAttribute("data-state", "resolved");
  });

  await test.step("closing decides nothing, and the label leads back", async () => {
    await merge(page).getByRole("button", { name: "Close" }).click();
    await expect(page.getByRole("listbox", { name: "Labels" })).toBeFocused();
    await expect(label(page, "main").getByLabel("1 open merge")).toBeVisible();
    await label(page, "main").click({ button: "right" });
    await page.getByRole("menuitem", { name: "Continue merge with experiments" }).click();
    await expect(merge(page)).toContainText("2 of 4 resolved");
    await expect(merge(page).getByRole("tree", { name: "Files" })).toBeFocused();
  });

  await test.step("abandoned, and brought back", async () => {
    await merge(page).getByRole("button", { name: "Abandon merge" }).click();
    await expect(notices(page)).toContainText("The merge is abandoned");
    await notices(page).getByRole("button", { name: "Undo" }).click();
    await expect(merge(page)).toContainText("2 of 4 resolved");
  });

  await test.step("all open files at once, taken back, and again", async () => {
    const all = async () => {
      await page.getByRole("button", { name: "Decide many files" }).click();
      await page.getByRole("menuitem", { name: "Take main for all of these" }).click();
    };
    await all();
    await expect(merge(page)).toContainText("4 of 4 resolved");
    await notices(page).getByRole("button", { name: "Undo" }).click();
    await expect(merge(page)).toContainText("2 of 4 resolved");
    await all();
    await expect(merge(page)).toContainText("4 of 4 resolved");
    // Its hunks do not count any more.
    await expect(file(page, "src/plan.ts")).toHaveText(/plan\.ts\s*text$/);
  });

  await page.keyboard.press("Control+Enter");
  await merge(page).getByRole("button", { name: "Complete merge" }).click();
  const merged = await keepNotice(page, "Merged into main");
  expect(cli(store, "cat", "main:src/plan.ts")).toBe(codeOf("ours"));
  expect(cli(store, "cat", "main:old.md")).toBe("# Old, and kept\n");
  expect(cli(store, "tree", "main")).toContain("photo (experiments).png");
  await merged.getByRole("button", { name: "Undo" }).click();
  await expect.poll(() => cli(store, "tree", "main")).not.toContain("photo (experiments).png");
});

test("a merge has its place, however wide the window is", async ({ launch, scratch }) => {
  const app = await launch({ size, theme: "light" });
  const { page } = app;
  await divergeLabels(app, scratch);
  await label(page, "experiments").click({ button: "right" });
  await page.getByRole("menuitem", { name: "Merge into…" }).click();
  await expect(dialog(page).getByRole("listbox", { name: "Labels" })).toBeFocused();
  await page.keyboard.press("Enter");
  await file(page, "src/plan.ts").click();
  await expect(line(page, "theirs", "Math.max")).toBeVisible();
  await action(page, "combined").click();
  await action(page, "theirs").click();
  await expect(counts(page)).toContainText("2 of");
  for (const each of [size, { width: 1920, height: 1080 }, { width: 960, height: 700 }]) {
    await resize(app, each);
    await page.keyboard.press("Alt+Shift+B");
    await expect(pane(page, "base")).toBeVisible();
    await pictures(page, `merge-base-${each.width}`);
    await page.keyboard.press("Alt+Shift+B");
    await expect(pane(page, "base")).toHaveCount(0);
    await expect(line(page, "theirs", "garlic")).toBeVisible();
    await looks(page, `merge-${each.width}`);
  }
});
