import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { buildStale } from "./build.mjs";
import { hasDisplay } from "./display.mjs";
import { ensureNativeModules } from "./native.mjs";
import { npm, root, SetupError, say } from "./processes.mjs";
import { electronBinary, electronRuntime, electronVersion } from "./runtime.mjs";
import { ensureSystemPackages } from "./system-libraries.mjs";

/** Sets up a checkout so that dist/ runs: dependencies, native modules, build. */
export function setUp() {
  ensureDependencies();
  buildStale();
}

/** Installs the packages of the lock file unless they are installed. */
export function ensureDependencies() {
  if (!dependenciesMatch()) installDependencies();
}

/** Sets up the Electron runtime, and a display if there is none; returns the runtime's folder and binary. */
export async function setUpElectron() {
  const folder = await electronRuntime();
  const binary = electronBinary(folder);
  ensureSystemPackages(binary, { virtualDisplay: !hasDisplay() });
  const version = electronVersion(folder);
  ensureNativeModules(version && Number.parseInt(version, 10));
  return { folder, binary };
}

/** Compares the installed packages with the lock file. Packages for other platforms may be missing. */
function dependenciesMatch() {
  const installed = lockedPackages("node_modules/.package-lock.json");
  if (installed === undefined) return false;
  return Object.entries(lockedPackages("package-lock.json")).every(([path, wanted]) => {
    if (path === "" || (wanted.optional && !installed[path])) return true;
    return installed[path]?.version === wanted.version;
  });
}

function lockedPackages(lockFile) {
  const path = join(root, lockFile);
  return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")).packages : undefined;
}

/** Installs without the packages' scripts. The only one that matters compiles, and native.mjs caches its result. */
function installDependencies() {
  say("installing the dependencies (npm ci)");
  if (npm(["ci", "--ignore-scripts", "--silent"]) !== 0) {
    throw new SetupError("npm ci failed with the errors above; check the network and run this again");
  }
}
