import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { buildStale } from "./build.mjs";
import { hasDisplay } from "./display.mjs";
import { ensureNativeModules } from "./native.mjs";
import { npm, root, SetupError, say } from "./processes.mjs";
import { electronBinary, electronRuntime, electronVersion } from "./runtime.mjs";
import { ensureSystemPackages } from "./system-libraries.mjs";

/** Brings a checkout, fresh or not, to the state in which dist/ runs: dependencies, native modules, build. */
export function setUp() {
  ensureDependencies();
  buildStale();
}

/** Installs what the lock file names, unless that is what there is. */
export function ensureDependencies() {
  if (!dependenciesMatch()) installDependencies();
}

/** Makes the Electron runtime ready to start, with a display where there is none, and returns its folder and its binary. */
export async function setUpElectron() {
  const folder = await electronRuntime();
  const binary = electronBinary(folder);
  ensureSystemPackages(binary, { virtualDisplay: !hasDisplay() });
  const version = electronVersion(folder);
  ensureNativeModules(version && Number.parseInt(version, 10));
  return { folder, binary };
}

/** Compares what is installed with the lock file; packages for other platforms may be absent. */
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

/** Installs without the packages' scripts: the one that matters compiles, and native.mjs has its result cached. */
function installDependencies() {
  say("installing the dependencies (npm ci)");
  if (npm(["ci", "--ignore-scripts", "--silent"]) !== 0) {
    throw new SetupError("npm ci failed with the errors above; check the network and run this again");
  }
}
