import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root, SetupError } from "../scripts/processes.mjs";
import { electronArguments } from "../scripts/runtime.mjs";
import { tasksOfWindow } from "./trace.mjs";

const START_LIMIT = 60_000;
const hook = join(root, "bench", "ready-hook.cjs");

/**
 * Starts an app and returns the times in milliseconds until its window is loaded and until it is `what`: "loaded" or
 * "usable".
 */
export async function startUp(binary, env, what, appArguments) {
  const userData = mkdtempSync(join(tmpdir(), "strata-bench-user-"));
  const args = ["-r", hook, ...electronArguments(), `--user-data-dir=${userData}`, ...appArguments];
  const began = performance.now();
  const app = spawn(binary, args, { env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "ignore"] });
  const ended = new Promise((resolve) => app.on("exit", resolve));
  try {
    return await new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new SetupError(`no window was ${what} in time`)), START_LIMIT);
      let printed = "";
      let loaded;
      app.stdout.on("data", (bytes) => {
        printed += bytes;
        if (printed.includes("bench: loaded")) loaded ??= performance.now() - began;
        if (!printed.includes(`bench: ${what}`)) return;
        clearTimeout(late);
        resolve({ loaded, shown: performance.now() - began });
      });
      app.on("exit", (code) => reject(new SetupError(`the app ended with ${code} before it was ${what}`)));
    });
  } finally {
    app.kill();
    await ended;
    rmSync(userData, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Clicks a label and returns the time in milliseconds until its newest move and the top of its tree are painted. */
export async function chooseLabel(page, name, { seq, path }) {
  const painted = page.evaluate(untilPainted, {
    event: "pointerdown",
    selectors: [`[data-screen="history"] [data-seq="${seq}"]`, `[data-screen="files"] [data-path="${path}"]`],
  });
  await page.locator(`[data-screen="labels"] [role="option"][data-label="${name}"]`).click();
  return await painted;
}

/**
 * Runs in the window: resolves to the time in milliseconds from the next event of this name until all selectors are
 * painted.
 */
export function untilPainted({ event, selectors }) {
  return new Promise((resolve) => {
    const onEvent = ({ timeStamp }) => {
      const look = () => {
        if (selectors.some((selector) => document.querySelector(selector) === null)) {
          requestAnimationFrame(look);
          return;
        }
        // In a task after the frame, by which time it is painted.
        requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - timeStamp)));
      };
      look();
    };
    addEventListener(event, onEvent, { capture: true, once: true });
  });
}

/** Scrolls a screen's list by mouse wheel and returns the longest tasks of the window's main thread. */
export async function scroll(page, screen) {
  const list = page.locator(`${screen} :is([role="tree"], [role="listbox"])`).first();
  const depth = () => list.evaluate(({ scrollTop }) => scrollTop);
  await list.hover();
  const before = await depth();
  let deepest = 0;
  const longest = await tasksOfWindow(page, async () => {
    await turnWheel(page, [120, 120, 400, 2000, 8000]);
    deepest = await depth();
    await turnWheel(page, [-3000, -400, -120]);
  });
  if (deepest <= before) throw new SetupError(`nothing scrolled in ${screen}`);
  return longest;
}

async function turnWheel(page, steps) {
  for (const step of steps) {
    for (let times = 0; times < 15; times++) {
      await page.mouse.wheel(0, step);
      await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
    }
  }
}

/** Presses a key repeatedly at an interval in milliseconds and returns the longest tasks of the window's main thread. */
export async function press(page, key, times, pause) {
  return await tasksOfWindow(page, async () => {
    for (let time = 0; time < times; time++) {
      await page.keyboard.press(key);
      await page.waitForTimeout(pause);
    }
  });
}

/** Opens the focused folder and returns the time in milliseconds until its first entry is painted. */
export async function openFolder(page, { path, first }) {
  const painted = page.evaluate(untilPainted, {
    event: "keydown",
    selectors: [`[data-screen="files"] [data-path="${first}"]`],
  });
  await page.locator(`[data-screen="files"] [data-path="${path}"]`).click();
  await page.keyboard.press("ArrowRight");
  return await painted;
}

/** Returns the used bytes of the window's JavaScript heap after garbage collection. */
export async function heapUse(page) {
  const session = await page.context().newCDPSession(page);
  await session.send("HeapProfiler.collectGarbage");
  const { usedSize } = await session.send("Runtime.getHeapUsage");
  await session.detach();
  return usedSize;
}
