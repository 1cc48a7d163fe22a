import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { program, root, SetupError } from "../scripts/processes.mjs";
import { setUp } from "../scripts/setup.mjs";

const RUNS = 60;
const BIG_FILE = 2e9;
const PIECE = 4 * 1024 * 1024;

/**
 * Measures working copies of a given folder (a source tree of about 80,000 files): one file at a time is changed and
 * pushed, and a large file is streamed. With `--disk` on the disk of the temporary folder, else on a memory disk if there
 * is one.
 */
async function bench() {
  const given = process.argv[2];
  if (given === undefined) throw new SetupError("name a folder: npm run bench:mount -- <folder> [--disk]");
  setUp();
  const folder = resolve(process.env.INIT_CWD ?? process.cwd(), given);
  const inMemory = existsSync("/dev/shm") && !process.argv.includes("--disk");
  const scratch = mkdtempSync(join(inMemory ? "/dev/shm" : tmpdir(), "strata-bench-"));
  const { Repository } = await import(pathToFileURL(join(root, "dist/index.js")).href);
  const store = join(scratch, "store");
  let repository = await Repository.open(store, { surface: "cli" });
  /** The size of the store in bytes once its logs are checkpointed. */
  const sizeAtRest = async () => {
    await repository.close();
    const sizes = readdirSync(store, { recursive: true }).map((name) => statSync(join(store, name)));
    return sizes.reduce((sum, each) => sum + (each.isFile() ? each.size : 0), 0);
  };
  try {
    const { id: base, files } = await repository.run("import", { paths: [folder], label: "tree" });
    const paths = [];
    for await (const [path, entry] of repository.entries(base, "")) if (entry.size > 0) paths.push(path);
    const before = await sizeAtRest();

    repository = await Repository.open(store, { surface: "cli" });
    const opening = performance.now();
    const { id } = await repository.run("openMount", { base, label: "tree" });
    line(`open (${files} files)`, `${ms(performance.now() - opening)} (the thread that writes included)`, "");
    const [writes, pushes] = [[], []];
    for (let run = 0; run < RUNS; run++) {
      const path = paths[Math.floor(((run * 7919) % RUNS) * (paths.length / RUNS))];
      const began = performance.now();
      await repository.run("changeMount", {
        id,
        change: { do: "append", path, bytes: Buffer.from(`run ${run}\n`) },
      });
      const written = performance.now();
      await repository.run("pushMount", { id, message: "", force: false, override: false });
      const pushed = performance.now();
      writes.push(written - began);
      pushes.push(pushed - began);
    }
    line("write one file", `${ms(median(writes))} median`, "");
    line("write one file and push", `${ms(median(pushes))} median`, "< 20 ms");
    const grown = ((await sizeAtRest()) - before) / RUNS;
    line("stored for each", `${(grown / 1024).toFixed(1)} KiB`, "< 64 KiB");
    repository = await Repository.open(store, { surface: "cli" });

    const idle = process.memoryUsage().rss;
    let peak = idle;
    const look = setInterval(() => {
      peak = Math.max(peak, process.memoryUsage().rss);
    }, 20);
    const began = performance.now();
    await repository.mounts.write(id, "big", noise(BIG_FILE));
    const seconds = (performance.now() - began) / 1000;
    clearInterval(look);
    line(
      "stream 2 GB into a file",
      `${(BIG_FILE / 1e6 / seconds).toFixed(0)} MB/s, ${((peak - idle) / 1e6).toFixed(0)} MB more memory at most`,
      "bounded",
    );
  } finally {
    await repository.close();
    rmSync(scratch, { recursive: true });
  }
}

/** Bytes that do not compress or repeat (xorshift32). */
async function* noise(bytes) {
  const words = new Uint32Array(PIECE / 4);
  let state = 1;
  for (let left = bytes; left > 0; left -= PIECE) {
    for (let at = 0; at < words.length; at++) {
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      words[at] = state;
    }
    yield new Uint8Array(words.buffer, 0, Math.min(PIECE, left)).slice();
  }
}

const median = (figures) => [...figures].sort((a, b) => a - b)[Math.floor(figures.length / 2)];
const ms = (figure) => `${figure.toFixed(1)} ms`;

function line(what, figure, target) {
  console.log(`${what.padEnd(30)} ${figure.padEnd(56)} ${target}`);
}

await program(bench);
