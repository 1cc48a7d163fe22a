import { createHash } from "node:crypto";
import {
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
const sources = ["core", "electron", "renderer", "package.json", "package-lock.json", "vite.config.ts"];
/** Holds the hash of the sources that dist/ was built from. */
export const builtFrom = join(root, "dist", "built-from");

/** Builds everything in dist/: the core with its command line, the app's main process and its window. */
export function build() {
  if (!existsSync(join(root, "node_modules"))) {
    throw new SetupError("the dependencies are not installed; run npm ci first");
  }
  ensureNativeModules();
  mkdirSync(join(root, "dist"), { recursive: true });
  rmSync(builtFrom, { force: true });
  const hash = hashSources();
  compileWasm();
  for (const mode of ["node", "preload", "window"]) {
    tool("vite/bin/vite.js", ["build", "--mode", mode, "--logLevel", "warn"]);
  }
  writeFileSync(builtFrom, hash);
}

/** Builds unless dist/ holds what these very sources make. */
export function buildIfStale() {
  if (!existsSync(builtFrom) || readFileSync(builtFrom, "utf8") !== hashSources()) build();
  else ensureNativeModules();
}

/** Hashes what is built, by content: times change with every checkout and prove nothing. */
function hashSources() {
  const hash = createHash("sha256");
  for (const path of sources.flatMap(filesOf).sort()) {
    const bytes = readFileSync(join(root, path));
    hash.update(`${path} ${bytes.length}\n`).update(bytes);
  }
  return hash.digest("hex");
}

function filesOf(path) {
  if (statSync(join(root, path)).isFile()) return [path];
  return readdirSync(join(root, path), { recursive: true, withFileTypes: true })
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
