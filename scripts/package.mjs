import { createHash } from "node:crypto";
import { existsSync, lstatSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { builtFrom } from "./build.mjs";
import { isProgram, program, root, SetupError, say } from "./processes.mjs";
import { electronVersion } from "./runtime.mjs";
import { setUp, setUpElectron } from "./setup.mjs";

const release = join(root, "release");
const configuration = join(root, "electron-builder.yml");
/** The hash of the sources that the package in release/ was made from. */
const packagedFrom = join(release, "packaged-from");

const layout = {
  linux: { folder: "linux-unpacked", binary: "strata", resources: "resources" },
  win32: { folder: "win-unpacked", binary: "Strata.exe", resources: "resources" },
  darwin: {
    folder: process.arch === "arm64" ? "mac-arm64" : "mac",
    binary: "Strata.app/Contents/MacOS/Strata",
    resources: "Strata.app/Contents/Resources",
  },
}[process.platform];
const unpacked = join(release, layout.folder);

/** The program in the package for this machine. */
export const packagedBinary = join(unpacked, layout.binary);

/** The command line in the package. */
export const packagedCommand = join(unpacked, layout.resources, "bin", "strata");

/**
 * Makes the package for this system and checks the result. `--dir` stops before the installers; `--if-stale` does nothing
 * if release/ is up to date.
 */
async function packageApp() {
  const asked = new Set(process.argv.slice(2));
  setUp();
  const { folder } = await setUpElectron();
  const from = hashInputs(folder);
  if (asked.has("--if-stale") && existsSync(packagedFrom) && readFileSync(packagedFrom, "utf8") === from)
    return;

  const began = Date.now();
  rmSync(release, { recursive: true, force: true });
  const { build } = await import("electron-builder");
  let fuses;
  const installers = await build({
    dir: asked.has("--dir"),
    publish: "never",
    config: {
      extends: configuration,
      electronDist: folder,
      electronVersion: electronVersion(folder),
      afterPack: ({ appOutDir }) =>
        // If ours were damaged, the runtime's own app would start instead.
        rmSync(join(appOutDir, layout.resources, "default_app.asar"), { force: true }),
      afterAllArtifactBuild: ({ configuration: { electronFuses } }) => {
        fuses = electronFuses;
        return [];
      },
    },
  });
  await checkFuses(fuses);
  writeFileSync(packagedFrom, from);
  report(installers, Date.now() - began);
}

const resource = (name) => join(unpacked, layout.resources, name);

/** Reads the program's fuses and fails unless each is as configured. */
async function checkFuses(wanted) {
  const wrong = Object.entries(await readFuses()).filter(([name, on]) => wanted[name] !== on);
  if (wrong.length === 0) return;
  const list = wrong.map(([name, on]) => `${name} is ${on ? "on" : "off"}`).join(", ");
  throw new SetupError(`the package does not have the fuses of electron-builder.yml: ${list}`);
}

/** Returns which fuses of the packaged program are on, by their names in electron-builder.yml. */
export async function readFuses() {
  const { FuseV1Options, getCurrentFuseWire } = await import("@electron/fuses");
  const wire = await getCurrentFuseWire(packagedBinary);
  const names = Object.keys(FuseV1Options).filter((name) => Number.isNaN(Number(name)));
  return Object.fromEntries(
    names.map((name) => [name[0].toLowerCase() + name.slice(1), wire[FuseV1Options[name]] === ENABLED]),
  );
}
/** A fuse that is on, in the binary: the digit 1. */
const ENABLED = 49;

function hashInputs(runtime) {
  const hash = createHash("sha256");
  for (const file of [builtFrom, configuration, join(root, "scripts", "package.mjs")]) {
    hash.update(readFileSync(file));
  }
  return hash.update(`${electronVersion(runtime)}`).digest("hex");
}

function report(installers, ms) {
  const line = (path) =>
    console.log(`${relative(root, path).padEnd(60)} ${(sizeOf(path) / 1e6).toFixed(1)} MB`);
  const parts = [unpacked, resource("app.asar"), resource("app.asar.unpacked")];
  for (const each of [...parts, ...installers]) line(each);
  say(`packaged in ${(ms / 1000).toFixed(1)} s; every fuse reads back as configured`);
}

function sizeOf(path) {
  const stat = lstatSync(path);
  if (!stat.isDirectory()) return stat.size;
  return readdirSync(path).reduce((sum, each) => sum + sizeOf(join(path, each)), 0);
}

if (isProgram(import.meta.url)) await program(packageApp);
