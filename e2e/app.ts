import { type ChildProcess, spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import {
  test as base,
  type ConsoleMessage,
  type ElectronApplication,
  _electron as electron,
  expect,
  type Locator,
  type Page,
} from "@playwright/test";
import type { CommandInput, CommandName, CommandOutput } from "../core/index.ts";
import type { Bridge, Settings } from "../electron/bridge.ts";
import { root } from "../scripts/processes.mjs";
import { displays } from "./displays.ts";

declare global {
  interface Window {
    readonly strata: Bridge;
  }
}

// Windows share their display's focus and clipboard, so each worker of Playwright has its own.
Object.assign(process.env, displays[Number(process.env.TEST_PARALLEL_INDEX ?? 0)]);

const QUIT_LIMIT = 60_000;
const READY_LIMIT = 60_000;
/** What Chromium says on machines without a desktop. */
const NOISE = /^.*ERROR:(bus|object_proxy)\.cc.*\n/gm;
/** What the app's window shows in README.md, taken anew by `STRATA_UPDATE_PICTURES=1 npm run e2e`. */
const README_PICTURE = { name: "window", path: join(root, "docs", "window.png") };

export interface LaunchOptions {
  /** The store; a fresh one unless given. */
  store?: string;
  /** Where the app keeps its settings; a fresh folder unless given. */
  userData?: string;
  /** What the user typed after the app's name: folders and files to import. */
  args?: string[];
  env?: Record<string, string>;
  /** Of the window's content, in CSS pixels. */
  size?: { width: number; height: number };
  theme?: Settings["theme"];
  /** Whether to wait until the window shows its labels. */
  untilReady?: boolean;
}

export interface Launched {
  app: ElectronApplication;
  page: Page;
  store: string;
  userData: string;
  /** All that the app and its window have printed. */
  output(): string;
  /** Quits the app as its user would, and ends it where that takes too long. */
  close(): Promise<void>;
}

interface Fixtures {
  /** A folder of the test's own, gone afterwards. */
  scratch: string;
  /** Starts the built app; it is quit when the test ends. */
  launch(options?: LaunchOptions): Promise<Launched>;
}

/** Playwright's `test` with the app at hand. */
export const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from the pattern what a fixture needs
  scratch: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), "strata-e2e-"));
    await use(folder);
    rmSync(folder, { recursive: true, force: true, maxRetries: 20 });
  },
  launch: async ({ scratch }, use, testInfo) => {
    const launched: Launched[] = [];
    await use(async (options = {}) => {
      const own = (name: string) => join(scratch, `${name}-${launched.length}`);
      const one = await start({ store: own("store"), userData: own("user-data"), ...options });
      launched.push(one);
      await prepare(one, options);
      return one;
    });
    for (const each of launched) await each.close();
    if (testInfo.status === testInfo.expectedStatus) return;
    for (const each of launched) {
      await testInfo.attach("what the app printed", { body: each.output(), contentType: "text/plain" });
    }
  },
});

export { expect };

async function start(options: LaunchOptions & { store: string; userData: string }): Promise<Launched> {
  const { store, userData, args = [], env = {} } = options;
  const app = await electron.launch({
    args: [...switches(), `--user-data-dir=${userData}`, root, "--store", store, ...args],
    cwd: root,
    // Otherwise Playwright has the window believe in a light system, whatever the app is set to.
    colorScheme: null,
    env: { ...(process.env as Record<string, string>), ...env },
  });
  const printed: string[] = [];
  const child = app.process();
  child.stdout?.on("data", (bytes) => printed.push(String(bytes)));
  child.stderr?.on("data", (bytes) => printed.push(String(bytes)));
  const page = await app.firstWindow();
  page.on("console", (message: ConsoleMessage) => printed.push(`window: ${message.text()}\n`));
  page.on("pageerror", (error) => printed.push(`window: ${error.stack ?? error.message}\n`));
  let closing: Promise<void> | undefined;
  const close = () => {
    closing ??= quit(app, child);
    return closing;
  };
  return { app, page, store, userData, output: () => readable(printed), close };
}

/** Leaves out of what a program printed the lines that every program prints here. */
export function readable(printed: readonly string[]): string {
  return printed.join("").replace(NOISE, "");
}

async function prepare({ app, page }: Launched, { size, theme, untilReady = true }: LaunchOptions) {
  if (size) await resize({ app, page }, size);
  if (theme) await showIn(page, theme);
  if (untilReady)
    await page.locator('html[data-ready="true"]').waitFor({ state: "attached", timeout: READY_LIMIT });
}

/** Gives the window's content a size, in CSS pixels. */
export async function resize(
  { app, page }: Pick<Launched, "app" | "page">,
  size: NonNullable<LaunchOptions["size"]>,
) {
  await app.evaluate(({ BrowserWindow }, { width, height }) => {
    BrowserWindow.getAllWindows()[0]?.setContentSize(width, height);
  }, size);
  await expect.poll(() => page.evaluate(() => `${innerWidth}×${innerHeight}`)).toBe(sizeText(size));
}

async function showIn(page: Page, theme: Settings["theme"]): Promise<void> {
  await page.evaluate((change) => window.strata.shell({ do: "settings", change }), { theme });
  if (theme === "system") return;
  const isDark = () => page.evaluate(() => matchMedia("(prefers-color-scheme: dark)").matches);
  await expect.poll(isDark).toBe(theme === "dark");
}

const sizeText = ({ width, height }: { width: number; height: number }) => `${width}×${height}`;

async function quit(app: ElectronApplication, child: ChildProcess) {
  // Some tests kill it.
  if (child.exitCode !== null || child.signalCode !== null) return;
  const inTime = await Promise.race([app.close().then(() => true), sleep(QUIT_LIMIT, false, { ref: false })]);
  if (!inTime) child.kill("SIGKILL");
}

/** The switches that Electron needs on this machine, as scripts/e2e.mjs says. */
export function switches(): string[] {
  if (process.env.STRATA_ELECTRON_ARGUMENTS === undefined)
    throw new Error("start the tests with npm run e2e");
  return process.env.STRATA_ELECTRON_ARGUMENTS.split(" ").filter(Boolean);
}

/** Runs a command of the registry through the window's own bridge, and throws what it answers with an error. */
export async function invoke<N extends CommandName>(
  page: Page,
  name: N,
  input: CommandInput<N>,
): Promise<CommandOutput<N>> {
  const answer = await page.evaluate(
    ([name, input]) => window.strata.invoke(crypto.randomUUID(), name as N, input as CommandInput<N>),
    [name, input] as const,
  );
  if (!answer.ok) throw new Error(`${name}: ${answer.error.code}: ${answer.error.message}`);
  return answer.value;
}

/** Waits for the notice of something done, and keeps it in sight by pointing at it: otherwise it leaves after some seconds. */
export async function keepNotice(page: Page, text: string): Promise<Locator> {
  const notice = page.getByRole("region", { name: "Notices" }).getByRole("status").filter({ hasText: text });
  await notice.hover();
  return notice;
}

/** Drops files and folders of the disk on the middle of what `selector` finds, as the desktop would. */
export async function dropFiles(page: Page, paths: string[], selector = "body") {
  const box = await page.locator(selector).first().boundingBox();
  if (!box) throw new Error(`there is no ${selector} to drop on`);
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: paths.map((path) => resolve(path)), dragOperationsMask: 1 };
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  for (const type of ["dragEnter", "dragOver", "drop"] as const) {
    await session.send("Input.dispatchDragEvent", { type, x, y, data });
  }
  await session.detach();
}

/** Keeps a picture of the window in e2e/screenshots/. */
export async function screenshot(page: Page, name: string) {
  const path = join(root, "e2e", "screenshots", `${name}.png`);
  await page.screenshot({ path, animations: "disabled", caret: "hide" });
  if (process.env.STRATA_UPDATE_PICTURES === "1" && name === README_PICTURE.name) {
    mkdirSync(join(root, "docs"), { recursive: true });
    copyFileSync(path, README_PICTURE.path);
  }
}

/** Keeps pictures of the window in the dark and in the light look, in which it stays. */
export async function pictures(page: Page, name: string) {
  await inBothLooks(page, (theme) => screenshot(page, `${name}-${theme}`));
}

/** Keeps pictures as {@link pictures} does, and finds no violation in either look, as {@link axe} does. */
export async function looks(page: Page, name: string, within?: string) {
  await inBothLooks(page, async (theme) => {
    await screenshot(page, `${name}-${theme}`);
    await axe(page, within);
  });
}

async function inBothLooks(page: Page, look: (theme: "dark" | "light") => Promise<void>) {
  for (const theme of ["dark", "light"] as const) {
    await showIn(page, theme);
    await look(theme);
  }
}

/** Finds no violation of the rules for accessibility in the window, or in the part of it that `within` selects. */
export async function axe(page: Page, within = "html") {
  // As a script element it would be refused by the window's Content Security Policy.
  await page.evaluate(readFileSync(join(root, "node_modules", "axe-core", "axe.min.js"), "utf8"));
  const violations = await page.evaluate(async (selector) => {
    const { axe } = window as unknown as { axe: typeof import("axe-core") };
    const { violations } = await axe.run(selector, { resultTypes: ["violations"] });
    return violations.flatMap(({ id, impact, help, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id} (${impact}): ${help}\n  ${target}: ${failureSummary}`),
    );
  }, within);
  expect(violations.join("\n")).toBe("");
}

/** Runs the command line on a store and returns what it prints. */
export function cli(store: string, ...args: string[]): string {
  const command = [join(root, "dist", "strata.js"), ...args, "--store", store];
  const { status, stdout, stderr } = spawnSync(process.execPath, command, {
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  if (status !== 0) throw new Error(`strata ${args.join(" ")} ended with ${status}: ${stderr}`);
  return stdout;
}
