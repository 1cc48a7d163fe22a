import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { withDisplay } from "../scripts/display.mjs";
import { program, root, SetupError } from "../scripts/processes.mjs";
import { setUp, setUpElectron } from "../scripts/setup.mjs";
import { CHANGED, crowdedStore, TEXTS, WIDE } from "./crowded-store.mjs";
import { tasksOfMain } from "./trace.mjs";
import { line, median, ms, taskTimes, withApp } from "./window-app.mjs";
import { chooseLabel, heapUse, openFolder, press, scroll, startUp } from "./window-measures.mjs";
import { LARGE, makeSmallStore, preparedStore, SMALL } from "./window-store.mjs";

const ROUNDS = 5;
/** Number of folders to unfold before the tree is scrolled. */
const UNFOLDED = 40;
/**
 * Interval between two steps through the moves, in milliseconds: as fast as repeated key presses, and slow enough to see
 * each.
 */
const STEP = 250;
/** The window is idle after this long, in milliseconds. */
const SETTLED = 2000;

/**
 * Measures the window in the real Electron on a given folder, a real one of at least 50,000 files. Prints a line for each
 * measure: the figure and its target. Tasks have the elapsed time and the processor time; on a busy machine the processor
 * time is the one to compare.
 */
async function bench() {
  const given = process.argv[2];
  if (given === undefined) throw new SetupError("name a folder: npm run bench:window -- <folder>");
  setUp();
  const { binary } = await setUpElectron();
  const folder = resolve(process.env.INIT_CWD ?? process.cwd(), given);
  const prepared = await preparedStore(folder);
  const crowded = await crowdedStore();
  const { files, moves } = prepared.shown[LARGE];
  console.log(`${files} files, ${moves} moves`);
  await withDisplay(async (display) => {
    await start(binary, display, prepared);
    await look(binary, display, prepared);
    await crowd(binary, display, crowded);
    await importing(binary, display, folder);
  });
}

/** Starts both windows alternately, so that other load affects both alike. */
async function start(binary, display, { store }) {
  const [empty, ours] = [[], []];
  for (let round = 0; round < ROUNDS; round++) {
    empty.push(await startUp(binary, display, "loaded", [join(root, "scripts", "blank-app")]));
    ours.push(await startUp(binary, display, "usable", [root, "--store", store]));
  }
  const times = `${ms(median(ours, "shown"))}, its page loaded after ${ms(median(ours, "loaded"))}`;
  const ratio = median(ours, "shown") / median(empty, "shown");
  line(
    "window usable, to an empty one",
    `${ratio.toFixed(2)} (${times}; empty ${ms(median(empty, "shown"))})`,
    "≤ 1.8",
  );
}

async function look(binary, display, { store, shown }) {
  await withApp(binary, display, store, async ({ page }) => {
    const times = [];
    for (let round = 0; round < ROUNDS; round++) {
      await chooseLabel(page, SMALL, shown[SMALL]);
      times.push({ shown: await chooseLabel(page, LARGE, shown[LARGE]) });
    }
    line(
      "label with 10,000 moves, shown",
      `${ms(median(times, "shown"))} median, ${ms(Math.max(...times.map(({ shown }) => shown)))} worst of ${ROUNDS}`,
      "< 200 ms",
    );

    smooth("timeline scrolled", await scroll(page, '[data-screen="history"]'));
    await unfold(page);
    smooth("tree scrolled", await scroll(page, '[data-screen="files"]'));
    line("script heap of the window", `${((await heapUse(page)) / 1e6).toFixed(0)} MB`, "< 200 MB");
  });
}

/** Measures a store with many labels, files and changes. */
async function crowd(binary, display, store) {
  await withApp(binary, display, store, async ({ page }) => {
    smooth("5,000 labels scrolled", await scroll(page, '[data-screen="labels"]'));
    await page.locator('[data-screen="labels"] [role="listbox"]').press("Home");

    const opened = [];
    for (const label of WIDE.labels) {
      await chooseRow(page, "labels", `[data-label="${label}"]`);
      await page.locator(`[data-screen="files"] [data-path="${WIDE.path}"]`).waitFor();
      opened.push({ shown: await openFolder(page, WIDE) });
    }
    line(
      "folder of 20,000 files, opened",
      `${ms(median(opened, "shown"))} median of ${opened.length}`,
      "< 200 ms",
    );

    await chooseRow(page, "labels", `[data-label="${CHANGED}"]`);
    await page.getByRole("tab", { name: "Changes" }).click();
    await chooseRow(page, "changes", `[data-path="${WIDE.path}"]`);
    await page.keyboard.press("ArrowRight");
    await page.locator(`[data-screen="changes"] [data-path="${WIDE.first}"]`).waitFor();
    smooth("20,000 changes scrolled", await scroll(page, '[data-screen="changes"]'));

    await chooseRow(page, "labels", `[data-label="${TEXTS.label}"]`);
    await page.locator('[data-screen="changes"] .monaco-diff-editor').waitFor();
    await chooseRow(page, "history", "[data-seq]");
    const stepped = await press(page, "ArrowDown", TEXTS.steps - 1, STEP);
    line("20 moves stepped through, Changes open", taskTimes(stepped), "< 50 ms");
  });
}

async function chooseRow(page, screen, row) {
  await page.locator(`[data-screen="${screen}"] ${row}`).first().click();
}

function smooth(what, longest) {
  line(what, taskTimes(longest), "script and layout ≤ 16 ms");
}

/** Unfolds the tree from the top down, by keyboard. */
async function unfold(page) {
  await page.locator('[data-screen="files"] [data-path]').first().click();
  for (let folders = 0; folders < UNFOLDED; folders++) {
    await page.keyboard.press("ArrowRight");
    await page.waitForTimeout(50);
    await page.keyboard.press("ArrowDown");
  }
  await page.keyboard.press("Home");
  // Files on the way are previewed, for which the editor loads once; that is not part of scrolling.
  await page.waitForTimeout(SETTLED);
}

async function importing(binary, display, folder) {
  const scratch = mkdtempSync(join(tmpdir(), "strata-bench-import-"));
  try {
    const store = join(scratch, "store");
    await makeSmallStore(store, join(scratch, "note.txt"));
    await withApp(binary, display, store, async ({ app, page }) => {
      const { whole, tasks } = await tasksOfMain(app, async () => {
        const answer = await page.evaluate(
          (path) => window.strata.invoke("bench", "import", { paths: [path], label: "bench" }),
          folder,
        );
        if (!answer.ok) throw new SetupError(`the import failed: ${answer.error.message}`);
      });
      line("import: main's longest task", `${ms(whole.wall)} (${ms(whole.cpu)} CPU) of ${tasks}`, "< 50 ms");
    });
  } finally {
    rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
  }
}

await program(bench);
