import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { existsSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { chromium, type Page } from "@playwright/test";
import { packagedBinary, packagedCommand, readFuses } from "../scripts/package.mjs";
import { root } from "../scripts/processes.mjs";
import { test as base, cli, expect, invoke, readable, switches } from "./app.ts";
import { writeFiles } from "./folders.ts";

interface Packaged {
  page: Page;
  store: string;
}

const test = base.extend<{ startPackaged(env?: Record<string, string>, args?: string[]): Promise<Packaged> }>(
  {
    startPackaged: async ({ scratch }, use, testInfo) => {
      const ends: (() => Promise<void>)[] = [];
      const printed: string[] = [];
      await use(async (env = {}, args = []) => {
        const store = join(scratch, "store");
        cli(store, "import", writeFiles(join(scratch, "kept"), { "kept.txt": "kept\n" }), "--label", "kept");
        const own = ["--remote-debugging-port=0", `--user-data-dir=${join(scratch, "user-data")}`];
        const child = spawn(packagedBinary, [...own, "--store", store, ...switches(), ...args], {
          env: { ...process.env, ...env },
          stdio: ["ignore", "pipe", "pipe"],
        });
        ends.push(() => end(child));
        for (const stream of [child.stdout, child.stderr]) {
          stream.on("data", (bytes) => printed.push(String(bytes)));
        }
        const address = () => /DevTools listening on (ws:\S+)/.exec(printed.join(""))?.[1];
        await expect.poll(address, { message: "the packaged app listens" }).toBeDefined();
        const browser = await chromium.connectOverCDP(address() ?? "");
        ends.unshift(() => browser.close());
        const context = browser.contexts()[0];
        if (context === undefined) throw new Error("the packaged app has no context");
        const page = context.pages()[0] ?? (await context.waitForEvent("page"));
        return { page, store };
      });
      for (const each of ends) await each();
      if (testInfo.status !== testInfo.expectedStatus) {
        await testInfo.attach("what the app printed", { body: readable(printed), contentType: "text/plain" });
      }
    },
  },
);

function end(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    child.on("exit", () => resolve());
    child.kill();
  });
}

// It is packaged once for all of them.
test.describe.configure({ mode: "default" });

test.beforeAll(() => {
  // Does nothing when release/ is what the sources make.
  const command = [join(root, "scripts", "package.mjs"), "--dir", "--if-stale"];
  const { status, stderr } = spawnSync(process.execPath, command, { encoding: "utf8" });
  expect(status, stderr).toBe(0);
});

test("the packaged app shows its window, answers it and imports a folder", async ({
  startPackaged,
  scratch,
}) => {
  const folder = writeFiles(join(scratch, "folder"), { "a.txt": "a\n", "b/c.txt": "c\n", "b/d.txt": "d\n" });
  const { page, store } = await startPackaged();
  await expect(page.locator('[data-screen="labels"] [data-label="kept"]')).toBeVisible();
  expect(page.url()).toMatch(/^app:\/\//);
  const info = () => page.evaluate(() => window.strata.shell({ do: "info" }));
  await expect.poll(info).toMatchObject({ ok: true, value: { store: { state: "ready", folder: store } } });

  await invoke(page, "import", { paths: [folder], label: "packed" });
  expect(cli(store, "cat", "packed:b/c.txt")).toBe("c\n");
});

test("the packaged app has the command line, which needs no display and no other program", async ({
  scratch,
}) => {
  test.skip(process.platform === "win32", "a program of windows has no terminal");
  const store = join(scratch, "store");
  writeFiles(join(scratch, "folder"), { "a.bin": Buffer.from([0, 255, 10, 13]) });
  const linked = join(scratch, "strata");
  symlinkSync(packagedCommand, linked);
  const env = { HOME: scratch, PATH: "/usr/bin:/bin" };
  const strata = (...args: string[]) => {
    const { status, stdout, stderr } = spawnSync(linked, args, { env, cwd: scratch });
    return { status, stdout, stderr: String(stderr) };
  };
  expect(strata("import", "folder", "--label", "packed", "--store", "store")).toMatchObject({
    status: 0,
    stderr: "",
  });
  expect(strata("cat", "packed:a.bin", "--store", "store").stdout).toEqual(Buffer.from([0, 255, 10, 13]));
  expect(strata("log", "nothing", "--store", "store")).toMatchObject({
    status: 1,
    stderr: expect.stringMatching(/^strata: /),
  });
  expect(strata("--version").stdout.toString()).toBe(cli(store, "--version"));
  expect(strata("tree").status).toBe(2);
});

test("every fuse of the packaged app is as it should be", async () => {
  expect(await readFuses()).toEqual({
    runAsNode: false,
    enableCookieEncryption: false,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    enableEmbeddedAsarIntegrityValidation: true,
    onlyLoadAppFromAsar: true,
    loadBrowserProcessSpecificV8Snapshot: false,
    grantFileProtocolExtraPrivileges: false,
  });
});

test("the environment cannot make the packaged app run other code", async ({ startPackaged, scratch }) => {
  const trace = join(scratch, "ran");
  const intruder = join(scratch, "intruder.cjs");
  writeFileSync(intruder, `require("node:fs").writeFileSync(${JSON.stringify(trace)}, "")`);
  const env = { ELECTRON_RUN_AS_NODE: "1", NODE_OPTIONS: `--require=${intruder}` };
  // What it does to a program that listens to its environment.
  spawnSync(process.execPath, ["-e", ""], { env: { ...process.env, ...env } });
  expect(existsSync(trace)).toBe(true);
  rmSync(trace);

  const { page } = await startPackaged(env, ["-r", intruder]);
  await expect(page.locator('[data-screen="labels"] [data-label="kept"]')).toBeVisible();
  expect(existsSync(trace)).toBe(false);
});
