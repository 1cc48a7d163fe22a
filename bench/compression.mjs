import { randomFillSync } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import zstd from "zstd-napi/binding.js";
import { program, SetupError } from "../scripts/processes.mjs";

const LEVEL = 3;
const GROUP = 256 * 1024;
const GROUPS = 200;

/** Measures the cost of compression in one thread: of source files grouped as in frames, and of incompressible bytes. */
function bench() {
  const folder = process.argv[2];
  if (folder === undefined)
    throw new SetupError("name a folder of sources: node bench/compression.mjs <folder>");
  measure("sources, 256 KiB groups", [...groups(resolve(folder))]);
  measure(
    "random bytes, 1 MiB",
    Array.from({ length: GROUPS }, () => randomFillSync(Buffer.alloc(1024 * 1024))),
  );
}

function measure(name, plaintexts) {
  const context = new zstd.CCtx();
  context.setParameter(zstd.CParameter.compressionLevel, LEVEL);
  const out = Buffer.alloc(zstd.compressBound(2 * 1024 * 1024));
  let [bytes, stored] = [0, 0];
  const begin = performance.now();
  for (const plaintext of plaintexts) {
    bytes += plaintext.length;
    stored += context.compress2(out, plaintext);
  }
  const seconds = (performance.now() - begin) / 1000;
  console.log(
    `${name}: ${(bytes / 1e6 / seconds).toFixed(0)} MB/s, to ${((100 * stored) / bytes).toFixed(1)} %`,
  );
}

function* groups(folder) {
  let [parts, bytes, made] = [[], 0, 0];
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = readFileSync(join(entry.parentPath ?? entry.path, entry.name));
    if (file.length > 64 * 1024) continue;
    parts.push(file);
    bytes += file.length;
    if (bytes < GROUP) continue;
    yield Buffer.concat(parts);
    [parts, bytes] = [[], 0];
    if (++made === GROUPS) return;
  }
}

await program(bench);
