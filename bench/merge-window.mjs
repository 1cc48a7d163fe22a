import { withDisplay } from "../scripts/display.mjs";
import { program } from "../scripts/processes.mjs";
import { setUp, setUpElectron } from "../scripts/setup.mjs";
import { LONG, MANY, mergeStore } from "./merge-store.mjs";
import { tasksOfMain, tasksOfWindow } from "./trace.mjs";
import { line, median, ms, taskTimes, withApp } from "./window-app.mjs";
import { untilPainted } from "./window-measures.mjs";

const BAR = '[data-screen="merge"] [data-action="theirs"]';
const ROUNDS = 5;
const ACCEPTS = 20;
const TYPED = "typed in the middle of the text, a letter at a time";
/** The time between two keys, in milliseconds: as fast as people type. */
const PAUSE = 80;

/**
 * Measures merges in the window of the real Electron: a text of 20,000 lines with 500 conflicts, and 5,000 files in
 * conflict. Prints a line for each measure: the figure and its target. Every run begins with nothing decided.
 */
async function bench() {
  setUp();
  const { binary } = await setUpElectron();
  const store = await mergeStore();
  await withDisplay(async (display) => {
    await withApp(binary, display, store, long);
    await withApp(binary, display, store, many);
  });
}

async function long({ app, page }) {
  const id = await started(page, LONG);
  const opened = [];
  for (let round = 0; round < ROUNDS; round++) {
    opened.push({ shown: await openMerge(page, LONG, ['[data-pane-editor="result"] .view-line', BAR]) });
    await page.locator('[data-screen="merge"]').getByRole("button", { name: "Close" }).click();
  }
  line(`${LONG.lines} lines, ${LONG.hunks} hunks, opened`, times(opened), "< 1 s");

  await openMerge(page, LONG, [BAR]);
  const accepts = [];
  const stepping = async () => {
    for (let done = 1; done <= ACCEPTS; done++) {
      await page.evaluate(awaitCount, `${done} of ${LONG.hunks}`);
      await page.keyboard.press("1");
      accepts.push({ shown: await page.evaluate(() => window.counted) });
    }
  };
  const saving = await tasksOfMain(app, stepping);
  line("a side accepted, shown", times(accepts), "< 50 ms");
  line(
    "steps saved: main's longest task",
    `${ms(saving.whole.wall)} (${ms(saving.whole.cpu)} CPU)`,
    "< 10 ms",
  );
  const step = [];
  for (let round = 0; round < ACCEPTS; round++) step.push({ shown: await saveTime(page, id) });
  line("a step saved, from asking to answer", times(step), "< 10 ms");

  await page.locator('[data-pane-editor="result"] .view-line').nth(8).click();
  const typing = await tasksOfWindow(page, () => page.keyboard.type(TYPED, { delay: PAUSE }));
  line("typing in the result", taskTimes(typing), "(the merge, Monaco and saving)");
  await page.locator('[data-screen="merge"]').getByRole("button", { name: "Close" }).click();
  await abandon(page, id);
  const alone = await typingAlone(page);
  line("typing in the same text, no merge", taskTimes(alone), "(Monaco and saving)");
  line("typing, what the merge adds", ms(typing.scripted.wall - alone.scripted.wall), "≤ 16 ms");
}

/** Types into the same text in a working copy. */
async function typingAlone(page) {
  await invoke(page, "mount.open", { ref: LONG.ours, name: "bench" });
  try {
    await page.locator(`[data-screen="labels"] [data-label="${LONG.ours}"]`).click();
    await page.locator('[data-mount="bench"]').click();
    await page.locator(`[data-screen="working-files"] [data-path="${LONG.path}"]`).click();
    await page.locator('[data-screen="working"] .monaco-editor .view-line').nth(8).click();
    return await tasksOfWindow(page, () => page.keyboard.type(TYPED, { delay: PAUSE }));
  } finally {
    await invoke(page, "mount.discard", { mount: "bench" });
  }
}

async function many({ page }) {
  const id = await started(page, MANY);
  const listed = [];
  for (let round = 0; round < ROUNDS; round++) {
    const first = `[data-screen="merge-files"] [data-path="${MANY.first}"]`;
    listed.push({ shown: await openMerge(page, MANY, [first]) });
    await page.locator('[data-screen="merge"]').getByRole("button", { name: "Close" }).click();
  }
  line(`${MANY.files} files in conflict, listed`, times(listed), "< 200 ms");
  await abandon(page, id);
}

/** Starts a merge that nothing has been decided of, and returns its number. */
async function started(page, { ours, theirs }) {
  const { merges } = await invoke(page, "merge.list", {});
  for (const { id } of merges) await abandon(page, id);
  const { id } = await invoke(page, "merge.start", { ours, theirs, label: ours });
  await page.locator(`[data-screen="labels"] [data-label="${ours}"]`).getByLabel("1 open merge").waitFor();
  return id;
}

const abandon = (page, merge) => invoke(page, "merge.abandon", { merge });

/** Opens the merge of a label from its menu, and returns the time in milliseconds until the selectors are painted. */
async function openMerge(page, { ours, theirs }, selectors) {
  await page.locator(`[data-screen="labels"] [data-label="${ours}"]`).click({ button: "right" });
  const item = page.getByRole("menuitem", { name: `Continue merge with ${theirs}` });
  await item.waitFor();
  const painted = page.evaluate(untilPainted, { event: "pointerdown", selectors });
  await item.click();
  return await painted;
}

/** Returns the time of saving the same decision once more, in milliseconds. */
async function saveTime(page, merge) {
  const { text } = await invoke(page, "merge.file", { merge, path: LONG.path });
  const region = text.saved.regions.find(({ decision }) => decision === "theirs");
  return await page.evaluate(
    async (input) => {
      const began = performance.now();
      await window.strata.invoke("bench", "merge.step", input);
      return performance.now() - began;
    },
    { merge, path: LONG.path, regions: [region] },
  );
}

async function invoke(page, name, input) {
  const answer = await page.evaluate(
    ([name, input]) => window.strata.invoke("bench", name, input),
    [name, input],
  );
  if (!answer.ok) throw new Error(`${name}: ${answer.error.message}`);
  return answer.value;
}

/**
 * Runs in the window: sets `window.counted` to a promise of the time in milliseconds from the next key until the counts say
 * this, painted.
 */
function awaitCount(said) {
  window.counted = new Promise((resolve) => {
    const onKey = ({ timeStamp }) => {
      const look = () => {
        if (!document.querySelector("[data-counts]")?.textContent.includes(said)) {
          requestAnimationFrame(look);
          return;
        }
        requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - timeStamp)));
      };
      look();
    };
    addEventListener("keydown", onKey, { capture: true, once: true });
  });
}

function times(measured) {
  const worst = Math.max(...measured.map(({ shown }) => shown));
  return `${ms(median(measured, "shown"))} median, ${ms(worst)} worst of ${measured.length}`;
}

await program(bench);
