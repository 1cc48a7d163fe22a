import { join } from "node:path";
import { cli, expect, screenshot, test } from "./app.ts";
import { writeFiles } from "./folders.ts";
import {
  action,
  counts,
  file,
  line,
  merge,
  mergeLabels,
  notices,
  saved,
  size,
  twoLabels,
} from "./merging.ts";

/** Three texts with one conflict each. */
const textsOf = (side: string, touched = side) => ({
  "kept.txt": `begin\nkept by ${side}\nend\n`,
  "touched.txt": `begin\ntouched by ${touched}\nend\n`,
  "whole.txt": `begin\nwhole by ${side}\nend\n`,
});

test("a label that moves during its merge: what is unchanged stays decided, the rest opens again, and both are told", async ({
  launch,
  scratch,
}) => {
  test.setTimeout(120_000);
  const app = await launch({ size });
  const { page, store } = app;
  await twoLabels(app, scratch, textsOf);

  await test.step("all is decided", async () => {
    await mergeLabels(page, "kept.txt");
    await expect(line(page, "theirs", "kept by theirs")).toBeVisible();
    await action(page, "theirs").click();
    await expect(counts(page)).toContainText("1 of 1 resolved");
    await file(page, "touched.txt").click();
    await expect(line(page, "theirs", "touched by theirs")).toBeVisible();
    await action(page, "ours").click();
    await expect(counts(page)).toContainText("1 of 1 resolved");
    await expect(saved(page)).toBeVisible();
    await page.getByRole("button", { name: "Decide many files" }).click();
    await page.getByRole("menuitem", { name: "Take experiments for all of these" }).click();
    await expect(merge(page)).toContainText("3 of 3 resolved");
  });

  await test.step("another process pushes meanwhile", async () => {
    const folder = writeFiles(join(scratch, "elsewhere"), textsOf("ours", "somebody else"));
    cli(store, "import", folder, "--label", "main", "--replace", "--message", "Meanwhile");
    await expect(page.getByRole("img", { name: "A side has changed since the merge began" })).toBeVisible();
  });

  await test.step("completing merges that in, and tells what became of the decisions", async () => {
    await merge(page).getByRole("button", { name: "Review result" }).click();
    await merge(page).getByRole("button", { name: "Complete merge" }).click();
    await expect(notices(page)).toContainText(
      "A side had changed, and is merged in now. 2 decisions are kept. 1 file is open again: touched.txt.",
    );
    await screenshot(page, "merge-moved");
    await expect(merge(page)).toContainText("2 of 3 resolved");
    await expect(file(page, "kept.txt")).toHaveAttribute("data-state", "resolved");
    await expect(file(page, "whole.txt")).toHaveAttribute("data-state", "resolved");
    await expect(file(page, "touched.txt")).toHaveAttribute("data-state", "open");
    await notices(page).getByRole("button", { name: "Show" }).click();
    await expect(line(page, "ours", "touched by somebody else")).toBeVisible();
    await action(page, "ours").click();
    await expect(counts(page)).toContainText("1 of 1 resolved");
    await expect(saved(page)).toBeVisible();
  });

  await test.step("abandoned, brought back with all decisions, and completed", async () => {
    await merge(page).getByRole("button", { name: "Abandon merge" }).click();
    await expect(merge(page)).toHaveCount(0);
    await notices(page).getByRole("button", { name: "Undo" }).click();
    await expect(merge(page)).toContainText("3 of 3 resolved");
    await merge(page).getByRole("button", { name: "Review result" }).click();
    await merge(page).getByRole("button", { name: "Complete merge" }).click();
    await expect(notices(page)).toContainText("Merged into main");
    expect(cli(store, "cat", "main:kept.txt")).toContain("kept by theirs");
    expect(cli(store, "cat", "main:touched.txt")).toContain("touched by somebody else");
    expect(cli(store, "cat", "main:whole.txt")).toContain("whole by theirs");
    const { log } = JSON.parse(cli(store, "log", "main", "--json"));
    expect(log.at(-1)).toMatchObject({ op: "merge" });
  });
});
