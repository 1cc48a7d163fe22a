import { existsSync, mkdirSync, renameSync, statSync } from "node:fs";
import { join } from "node:path";
import { temporaryBeside } from "./cache.mjs";
import { ensureNativeModules } from "./native.mjs";
import { isProgram, program, root, run, SetupError } from "./processes.mjs";

const wasmSource = "core/chunking/fastcdc.as.ts";
const wasm = "dist/fastcdc.wasm";

/** Builds everything in dist/ that plain Node needs to run Strata. */
export function build() {
  if (!existsSync(join(root, "node_modules"))) {
    throw new SetupError("the dependencies are not installed; run npm ci first");
  }
  ensureNativeModules();
  mkdirSync(join(root, "dist"), { recursive: true });
  compileWasm();
  tool("vite/bin/vite.js", ["build", "--logLevel", "warn"]);
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
