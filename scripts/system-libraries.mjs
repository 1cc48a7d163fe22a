import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { SetupError, say } from "./processes.mjs";

/** What Debian and Ubuntu leave out of a bare system and every Electron links to. */
const packages = [
  "libgtk-3-0",
  "libnss3",
  "libasound2",
  "libgbm1",
  "libxss1",
  "libatk-bridge2.0-0",
  "libdrm2",
  "libxkbcommon0",
];

/** Makes sure that a Linux system holds the libraries an Electron binary links to; installs them where it may. */
export function ensureSystemLibraries(binary) {
  if (process.platform !== "linux") return;
  const missing = missingLibraries(binary);
  if (missing.length === 0) return;
  if (!existsSync("/usr/bin/apt-get")) {
    throw new SetupError(
      `Electron needs system libraries that are missing: ${missing.join(" ")}; install them`,
    );
  }
  const install = ["install", "-y", "--no-install-recommends"];
  if (process.getuid() !== 0) {
    throw new SetupError(
      `Electron needs system libraries; type: sudo apt-get ${[...install, ...named()].join(" ")}`,
    );
  }
  say(`installing the system libraries that Electron needs (missing: ${missing.join(" ")})`);
  aptGet(["update"]);
  aptGet([...install, ...named()]);
  const left = missingLibraries(binary);
  if (left.length > 0) throw new SetupError(`these system libraries are still missing: ${left.join(" ")}`);
}

function missingLibraries(binary) {
  const listed = spawnSync("ldd", [binary], { encoding: "utf8" }).stdout ?? "";
  return [...listed.matchAll(/^\s*(\S+) => not found$/gm)].map((match) => match[1]);
}

/** Runs apt-get; its many lines are worth reading only when it fails. */
function aptGet(args) {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const { status, stderr } = spawnSync("apt-get", args, { env, encoding: "utf8" });
  if (status !== 0) process.stderr.write(stderr);
}

/** Newer releases renamed some of these packages, with t64 at the end. */
function named() {
  return packages.map((each) => (isPackage(`${each}t64`) ? `${each}t64` : each));
}

function isPackage(name) {
  return spawnSync("apt-cache", ["show", name], { stdio: "ignore" }).status === 0;
}
