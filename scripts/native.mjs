import { spawnSync } from "node:child_process";
import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { cachePath, copyAtomically } from "./cache.mjs";
import { nodeGyp } from "./node-gyp.mjs";
import { isProgram, npm, program, root, SetupError, say } from "./processes.mjs";

const FIRST_ELECTRON_WITH_NODE_API_10 = 35;

const sqliteLog = cachePath("native", "better-sqlite3.log");

const sqlite = {
  name: "better-sqlite3",
  binary: "build/Release/better_sqlite3.node",
  probe: "new (require('better-sqlite3'))(':memory:').prepare('select 1').get()",
  build: buildSqlite,
  advice: `or use Node 22 or newer (log: ${sqliteLog})`,
};

const zstd = {
  name: "zstd-napi",
  binary: "build/Release/binding.node",
  probe: "require('zstd-napi').compress(Buffer.from('strata'))",
  build: () => npm(["rebuild", "--silent", "--ignore-scripts=false", "zstd-napi"]) === 0,
  advice: "or run npm rebuild zstd-napi to see what fails",
};

/**
 * Installs the native modules that npm's install leaves missing or unusable, for this Node and, if given, for an Electron
 * of that major version. better-sqlite3 ships a prebuild for Node-API 10 that crashes older runtimes, so it is built from
 * source for those; the result works in newer ones too.
 */
export function ensureNativeModules(electronMajor = FIRST_ELECTRON_WITH_NODE_API_10) {
  const oldNode = Number(process.versions.napi) < 10;
  if (oldNode || electronMajor < FIRST_ELECTRON_WITH_NODE_API_10) ensureModule(sqlite);
  ensureModule(zstd);
}

function ensureModule(module) {
  const folder = join(root, "node_modules", module.name);
  const installed = join(folder, module.binary);
  // npm removes the stamp with the rest of the folder when it replaces the package.
  const stamp = join(dirname(installed), "strata-checked");
  if (existsSync(stamp)) return;

  const cached = cachePath("native", cacheName(folder));
  if (!works(module, installed)) {
    if (existsSync(cached)) copyAtomically(cached, installed);
    if (!works(module, installed)) build(module, installed);
  }
  keepForOthers(installed, cached);
  writeFileSync(stamp, "");
}

/** Puts a module into the cache for other checkouts. Without a cache they build it again. */
function keepForOthers(installed, cached) {
  try {
    copyAtomically(installed, cached);
  } catch (error) {
    say(`the compiled module could not be cached for other checkouts: ${error.message}`);
  }
}

function build(module, installed) {
  if (/\s/.test(root)) {
    throw new SetupError(
      `${module.name} has to be compiled, which fails in a path with a space; move the checkout, or use Node 22 or newer`,
    );
  }
  say(`compiling ${module.name} (once on this machine, a minute or two)`);
  if (module.build(installed) && works(module, installed)) return;
  throw new SetupError(
    `${module.name} could not be compiled; install python3, make and g++ and run this again, ${module.advice}`,
  );
}

/** Tests the module in its own process, since a binary for the wrong Node-API crashes instead of throwing. */
function works(module, installed) {
  if (!existsSync(installed)) return false;
  return spawnSync(process.execPath, ["-e", module.probe], { cwd: root, stdio: "ignore" }).status === 0;
}

/** Compiles in a copy of the package, so that nobody loads a half-written file and two builds do not collide. */
function buildSqlite(installed) {
  const source = join(root, "node_modules", "better-sqlite3");
  const copy = join(root, "node_modules", `.strata-build-${process.pid}`);
  const headerFlags = "-UNAPI_VERSION -DNAPI_EXPERIMENTAL -DNODE_API_EXPERIMENTAL_NOGC_ENV_OPT_OUT";
  try {
    for (const part of ["binding.gyp", "deps", "lib", "package.json", "src"]) {
      cpSync(join(source, part), join(copy, part), { recursive: true });
    }
    const built = nodeGyp(["rebuild", "--release", "--force_build=1"], sqliteLog, {
      cwd: copy,
      env: { ...process.env, CXXFLAGS: `${process.env.CXXFLAGS ?? ""} ${headerFlags}` },
    });
    if (built) copyAtomically(join(copy, sqlite.binary), installed);
    return built;
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

function cacheName(folder) {
  const { name, version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const musl = process.platform === "linux" && !process.report.getReport().header.glibcVersionRuntime;
  return `${name}-${version}-${process.platform}${musl ? "musl" : ""}-${process.arch}.node`;
}

if (isProgram(import.meta.url)) await program(() => ensureNativeModules());
