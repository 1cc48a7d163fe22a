import { createHash } from "node:crypto";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join, relative } from "node:path";
import { temporaryBeside } from "./cache.mjs";
import { ensureNativeModules } from "./native.mjs";
import { isProgram, program, root, run, SetupError } from "./processes.mjs";

const wasmSource = "core/chunking/fastcdc.as.ts";
const wasm = "dist/fastcdc.wasm";
/** The files of swagger-ui-dist that the HTTP API's pages need, and their licences. */
const apiPages = [
  "swagger-ui-bundle.js",
  "swagger-ui-bundle.js.LICENSE.txt",
  "swagger-ui.css",
  "LICENSE",
  "NOTICE",
];
/** Tests and the code that only tests run. */
const TEST_CODE = /(\.test|-suite)\.[cm]?tsx?$|^core[\\/]testing[\\/]/;
const isSource = (path) => !TEST_CODE.test(path);
/** The core's files that the window runs too; scripts/imports.mjs refuses any other. */
const isBrowserSafe = (path) =>
  isSource(path) && readFileSync(join(root, path), "utf8").includes("@browser-safe");

const everything = ["package.json", "package-lock.json", "vite.config.ts", "scripts/build.mjs"];
/** The parts of dist/ and the files that each is made from. */
const targets = {
  node: () => [...filesOf("core"), ...filesOf("electron")].filter(isSource),
  preload: () => [...filesOf("core"), ...filesOf("electron")].filter(isSource),
  window: () => [...filesOf("renderer").filter(isSource), ...filesOf("core").filter(isBrowserSafe)],
};
/** Holds, for each part of dist/, the hash of the sources that it was built from. */
export const builtFrom = join(root, "dist", "built-from");

/** Builds everything in dist/: the core with its command line, the app's main process, its preload and its window. */
export function build() {
  rmSync(builtFrom, { force: true });
  buildStale();
}

/** Builds the parts of dist/ whose sources changed since they were built, or of these only the ones that are named. */
export function buildStale(names = Object.keys(targets)) {
  if (!existsSync(join(root, "node_modules"))) {
    throw new SetupError("the dependencies are not installed; run npm ci first");
  }
  ensureNativeModules();
  mkdirSync(join(root, "dist"), { recursive: true });
  compileWasm();
  copyApiPages();
  for (const name of names) {
    const hash = hashOf(targets[name]());
    if (readStamps()[name] === hash) continue;
    stamp(name, undefined);
    tool("vite/bin/vite.js", ["build", "--mode", name, "--logLevel", "warn"]);
    stamp(name, hash);
  }
}

/** Marks a part of dist/ as out of date, for example when another tool writes there. */
export function forgetBuilt(name) {
  stamp(name, undefined);
}

function readStamps() {
  try {
    return JSON.parse(readFileSync(builtFrom, "utf8"));
  } catch {
    return {};
  }
}

function stamp(name, hash) {
  writeFileSync(builtFrom, JSON.stringify({ ...readStamps(), [name]: hash }));
}

/** Hashes files by content: times change with every checkout and prove nothing. */
function hashOf(files) {
  const hash = createHash("sha256");
  for (const path of [...files, ...everything].sort()) {
    const bytes = readFileSync(join(root, path));
    hash.update(`${path} ${bytes.length}\n`).update(bytes);
  }
  return hash.digest("hex");
}

function filesOf(folder) {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((each) => each.isFile())
    .map((each) => relative(root, join(each.parentPath, each.name)));
}

/** Compiles the chunker's inner loop to WASM; it needs nothing from its host, so `abort` is a plain trap. */
function compileWasm() {
  if (newer(wasm, wasmSource) && newer(wasm, "package-lock.json")) return;
  const temporary = temporaryBeside(wasm);
  tool("assemblyscript/bin/asc.js", [
    wasmSource,
    "-O3",
    "--runtime",
    "stub",
    "--use",
    "abort=",
    "-o",
    temporary,
  ]);
  renameSync(join(root, temporary), join(root, wasm));
}

/** Puts what shows the description of the HTTP API where the server finds it. */
function copyApiPages() {
  mkdirSync(join(root, "dist/api-pages"), { recursive: true });
  for (const name of apiPages)
    copyFileSync(join(root, "node_modules/swagger-ui-dist", name), join(root, "dist/api-pages", name));
}

function newer(made, source) {
  const at = (file) => statSync(join(root, file)).mtimeMs;
  return existsSync(join(root, made)) && at(made) >= at(source);
}

function tool(script, args) {
  const code = run(process.execPath, [join(root, "node_modules", script), ...args]);
  if (code !== 0)
    throw new SetupError(`the build stopped: ${script.split("/")[0]} failed with the errors above`);
}

if (isProgram(import.meta.url)) await program(build);
