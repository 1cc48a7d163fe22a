import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { cachePath } from "./cache.mjs";
import { SetupError, say } from "./processes.mjs";

/** Libraries that every Electron needs and a bare Debian or Ubuntu lacks. */
const libraries = [
  "libgtk-3-0",
  "libnss3",
  "libasound2",
  "libgbm1",
  "libxss1",
  "libatk-bridge2.0-0",
  "libdrm2",
  "libxkbcommon0",
];

/**
 * Checks that a Linux system has what an Electron binary needs: its libraries and, without a display, a virtual display
 * server and a font. Installs missing packages if it may, otherwise throws a SetupError with the command to type.
 */
export function ensureSystemPackages(binary, { virtualDisplay }) {
  if (process.platform !== "linux") return;
  const needs = [
    { packages: libraries, missing: () => missingLibraries(binary) },
    { packages: ["xvfb"], missing: () => (!virtualDisplay || onPath("Xvfb") ? [] : ["Xvfb"]) },
    {
      packages: ["fontconfig", "fonts-dejavu-core"],
      missing: () => (!virtualDisplay || hasFont() ? [] : ["a font"]),
    },
  ].filter(({ missing }) => missing().length > 0);
  if (needs.length > 0) install(needs);
  ensureSandbox(binary);
}

function install(needs) {
  const missing = () => needs.flatMap((each) => each.missing()).join(" ");
  if (!existsSync("/usr/bin/apt-get")) {
    throw new SetupError(`this system lacks what the window needs: ${missing()}; install it`);
  }
  const command = ["install", "-y", "--no-install-recommends", ...needs.flatMap((each) => each.packages)];
  if (process.getuid() !== 0) {
    const typed = ["sudo apt-get", ...named(command)].join(" ");
    throw new SetupError(`the window needs system packages (missing: ${missing()}); type: ${typed}`);
  }
  say(`installing the system packages that the window needs (missing: ${missing()})`);
  aptGet(["update"]);
  aptGet(named(command));
  const left = missing();
  if (left !== "") throw new SetupError(`this is still missing after apt-get: ${left}`);
}

/** Runs the linker once per binary and caches the result, since that takes longer than all other checks. */
function missingLibraries(binary) {
  const { mtimeMs } = statSync(binary);
  const key = createHash("sha256").update(`${binary} ${mtimeMs}`).digest("hex").slice(0, 16);
  const complete = cachePath("runtime", `libraries-complete-${key}`);
  if (existsSync(complete)) return [];
  const listed = spawnSync("ldd", [binary], { encoding: "utf8" }).stdout ?? "";
  const missing = [...listed.matchAll(/^\s*(\S+) => not found$/gm)].map((match) => match[1]);
  if (missing.length === 0) remember(complete);
  return missing;
}

/** Caches a fact for the next start, if it can be stored. */
function remember(path) {
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, "");
  } catch {}
}

function onPath(name) {
  return (process.env.PATH ?? "").split(delimiter).some((folder) => existsSync(join(folder, name)));
}

function hasFont() {
  return (spawnSync("fc-list", { encoding: "utf8" }).stdout ?? "") !== "";
}

/**
 * Electron's sandbox needs user namespaces, which some distributions deny to ordinary programs. The helper beside the
 * binary works without them if it belongs to root.
 */
function ensureSandbox(binary) {
  const restriction = "/proc/sys/kernel/apparmor_restrict_unprivileged_userns";
  const helper = join(dirname(binary), "chrome-sandbox");
  if (process.getuid() === 0 || !existsSync(restriction) || !existsSync(helper)) return;
  const { uid, mode } = statSync(helper);
  if (readFileSync(restriction, "utf8").trim() !== "1" || (uid === 0 && mode & 0o4000)) return;
  const quoted = `'${helper}'`;
  throw new SetupError(
    `this system restricts the window's sandbox; type: sudo chown root ${quoted} && sudo chmod 4755 ${quoted}`,
  );
}

/** Runs apt-get and prints its output only if it fails. */
function aptGet(args) {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const { status, stderr } = spawnSync("apt-get", args, { env, encoding: "utf8" });
  if (status !== 0) process.stderr.write(stderr);
}

/** Newer releases renamed some of these packages, with t64 at the end. */
function named(args) {
  return args.map((each) => (each.startsWith("lib") && isPackage(`${each}t64`) ? `${each}t64` : each));
}

function isPackage(name) {
  return spawnSync("apt-cache", ["show", name], { stdio: "ignore" }).status === 0;
}
