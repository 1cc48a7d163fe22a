import { spawn } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { cachePath } from "./cache.mjs";
import { hasDisplay } from "./display.mjs";
import { prepareFallback } from "./fallback-runtime.mjs";
import { isProgram, program, root, SetupError } from "./processes.mjs";

const DAY = 24 * 3600_000;
const FIRST_BYTE_LIMIT = 20_000;
const DOWNLOAD_LIMIT = 15 * 60_000;

const packageFolder = join(root, "node_modules", "electron");

/**
 * Returns the folder of an Electron runtime, which is set up on first use. Tries in this order:
 * ELECTRON_OVERRIDE_DIST_PATH, the electron package's own download, the stand-in for linux-x64.
 */
export async function electronRuntime() {
  const chosen = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (chosen) return chosen;
  if (ownDownloadPresent() || (await downloadOwn())) return join(packageFolder, "dist");
  if (`${process.platform}-${process.arch}` === "linux-x64") return prepareFallback();
  throw new SetupError(
    "Electron could not be downloaded; check the network, or set ELECTRON_OVERRIDE_DIST_PATH to a folder that holds it",
  );
}

/** Returns the program's path in a runtime's folder. */
export function electronBinary(folder) {
  if (process.platform === "darwin") return join(folder, "Electron.app", "Contents", "MacOS", "Electron");
  return join(folder, process.platform === "win32" ? "electron.exe" : "electron");
}

/** Returns the Electron version of a runtime's folder; undefined if it does not say. */
export function electronVersion(folder) {
  const file = join(folder, "version");
  return existsSync(file) ? readFileSync(file, "utf8").trim().replace(/^v/, "") : undefined;
}

function ownDownloadPresent() {
  return (
    existsSync(join(packageFolder, "path.txt")) && existsSync(electronBinary(join(packageFolder, "dist")))
  );
}

/** Returns the switches that Electron needs on this machine only. */
export function electronArguments() {
  return [
    // Chromium cannot run its sandbox as root, and runs without it only on request.
    ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
    // A virtual display has no graphics card; the search for one takes seconds and prints errors.
    ...(hasDisplay() ? [] : ["--disable-gpu"]),
  ];
}

/** Downloads the pinned Electron. A failure is remembered for a day, so that closed networks wait only once. */
async function downloadOwn() {
  const { version } = JSON.parse(readFileSync(join(packageFolder, "package.json"), "utf8"));
  const outOfReach = cachePath("runtime", `electron-${version}-out-of-reach`);
  if (existsSync(outOfReach) && Date.now() - statSync(outOfReach).mtimeMs < DAY) return false;
  if ((await runInstaller()) && ownDownloadPresent()) return true;
  mkdirSync(dirname(outOfReach), { recursive: true });
  writeFileSync(outOfReach, "");
  return false;
}

/** Runs the package's installer, which has no time limit of its own: it is stopped unless data arrives in time. */
async function runInstaller() {
  const temporary = mkdtempSync(join(tmpdir(), "strata-electron-"));
  const env = { ...process.env, TMPDIR: temporary, TEMP: temporary, TMP: temporary };
  const installer = spawn(process.execPath, [join(packageFolder, "install.js")], { env, stdio: "ignore" });
  const ended = new Promise((resolve) => {
    installer.on("exit", (code) => resolve(code === 0));
    installer.on("error", () => resolve(false));
  });
  try {
    const inTime = await Promise.race([ended, sleep(FIRST_BYTE_LIMIT, "waited", { ref: false })]);
    if (inTime !== "waited") return inTime;
    if (!holdsBytes(temporary) && !existsSync(join(packageFolder, "dist"))) return false;
    return await Promise.race([ended, sleep(DOWNLOAD_LIMIT, false, { ref: false })]);
  } finally {
    installer.kill();
    rmSync(temporary, { recursive: true, force: true });
  }
}

function holdsBytes(folder) {
  return readdirSync(folder, { recursive: true }).some((each) => statSync(join(folder, each)).size > 0);
}

if (isProgram(import.meta.url)) {
  await program(async () => {
    console.log(await electronRuntime());
  });
}
