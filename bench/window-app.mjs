import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "../scripts/processes.mjs";
import { electronArguments } from "../scripts/runtime.mjs";

const READY = 'html[data-ready="true"]';

/** Starts the app on a store, calls `use` with it when it can be used, and ends it. */
export async function withApp(binary, display, store, use) {
  const { _electron } = await import("@playwright/test");
  const userData = mkdtempSync(join(tmpdir(), "strata-bench-user-"));
  const app = await _electron.launch({
    executablePath: binary,
    args: [...electronArguments(), `--user-data-dir=${userData}`, root, "--store", store],
    env: { ...process.env, ...display },
  });
  try {
    const page = await app.firstWindow();
    await page.locator(READY).waitFor();
    await use({ app, page });
  } finally {
    await app.close();
    rmSync(userData, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Returns the median of one figure of several measures. */
export function median(measured, key) {
  return measured.map((each) => each[key]).sort((a, b) => a - b)[measured.length >> 1];
}

/** Formats a time in milliseconds. */
export const ms = (elapsed) => `${elapsed.toFixed(1)} ms`;

/** Prints a measure: the figure and its target. */
export function line(what, figure, target) {
  console.log(`${what.padEnd(40)}${figure.padEnd(104)}${target}`);
}

/** Formats the longest task: script and layout, then the total. */
export function taskTimes({ scripted, whole, tasks }) {
  const times = ({ wall, cpu }) => `${ms(wall)} (${ms(cpu)} CPU)`;
  return `script and layout ${times(scripted)}, longest of ${tasks} tasks ${times(whole)}`;
}
