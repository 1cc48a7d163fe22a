import { randomFillSync } from "node:crypto";
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { program, root, SetupError } from "../scripts/processes.mjs";
import { setUp } from "../scripts/setup.mjs";
import { strata } from "./measured.mjs";
import { PATHS, pathOf, pathStore } from "./path-store.mjs";

const MB = 1e6;
const BIG_FILE = 2e9;
const SAMPLES = 400;

/**
 * Measures the engine through its command line and its library on a given folder, a real source tree of about 80,000
 * files. Prints a line for each job: the figure and its target.
 */
async function bench() {
  const given = process.argv[2];
  if (given === undefined) throw new SetupError("name a folder: npm run bench -- <folder>");
  setUp();
  const folder = resolve(process.env.INIT_CWD ?? process.cwd(), given);
  const scratch = mkdtempSync(join(process.env.STRATA_BENCH_DIR ?? tmpdir(), "strata-bench-"));
  try {
    const store = join(scratch, "store");
    const importing = ["import", folder, "--label", "tree", "--store", store];
    const first = strata(scratch, importing);
    const { files, bytes, stored_bytes } = first.output;
    line(
      "first import",
      `${rate(bytes, first.ms)} (${files} files, ${mb(bytes)} in ${s(first.ms)})`,
      "≥ 60 MB/s",
    );
    line("stored", `${mb(stored_bytes)}, ${((100 * stored_bytes) / bytes).toFixed(1)} % of the content`, "");
    line("its peak memory", mb(first.peak), "< 600 MB");

    const again = [1, 2, 3].map(() => strata(scratch, importing)).sort((a, b) => a.ms - b.ms)[1];
    line("unchanged again", `${s(again.ms)} (${again.output.unchanged} files not read)`, "< 3 s");

    const big = join(scratch, "big");
    writeNoise(big, BIG_FILE);
    const noise = strata(scratch, ["import", big, "--label", "big", "--store", store]);
    line(
      "one incompressible file",
      `${rate(BIG_FILE, noise.ms)} (${mb(BIG_FILE)} in ${s(noise.ms)})`,
      "≥ 150 MB/s",
    );
    line("its peak memory", mb(noise.peak), "< 600 MB");
    rmSync(big);

    await reading(store);
    await pathHistories();

    // The original design stored every file up to 64 KiB in the manifest. Measures both designs, and the cost of moving
    // all files.
    const extra = join(scratch, "extra");
    writeFileSync(extra, "extra");
    const inline = join(scratch, "inline-store");
    strata(scratch, ["init", "--inline-max", "65536", "--store", inline]);
    for (const [name, where] of [
      ["default profile", store],
      ["inlining up to 64 KiB", inline],
    ]) {
      const whole =
        where === store ? first : strata(scratch, ["import", folder, "--label", "tree", "--store", where]);
      // With a second path the folder is imported under its own name, which changes the paths of all files.
      const moved = strata(scratch, ["import", folder, extra, "--label", "moved", "--store", where]);
      const sizes = `${mb(whole.output.stored_bytes)}, and ${mb(moved.output.stored_bytes)} more when all is moved`;
      line(name, `${sizes}, peak ${mb(whole.peak)}`, "");
    }

    const target = join(scratch, "out");
    const out = strata(scratch, ["export", "tree", "--to", target, "--store", store]);
    line("export", `${rate(bytes, out.ms)} (${s(out.ms)})`, "");
    const verified = strata(scratch, ["verify", "--store", store]);
    line(
      "verify",
      `${rate(verified.output.bytes, verified.ms)} (${mb(verified.output.bytes)} in ${s(verified.ms)})`,
      "",
    );
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

/** Listing and single look-ups in this process, each after one to warm up. */
async function reading(store) {
  const { Repository } = await import(pathToFileURL(join(root, "dist/index.js")).href);
  const repository = await Repository.open(store, { surface: "cli" });
  const { id } = repository.resolve("tree");
  const folders = new Set([""]);
  const paths = [];
  for await (const [path] of repository.entries(id, "")) {
    paths.push(path);
    for (let at = path.lastIndexOf("/"); at > 0; at = path.lastIndexOf("/", at - 1))
      folders.add(path.slice(0, at));
  }
  const listings = await times([...folders], (path) => repository.list(id, path));
  line(
    "list any folder",
    `${ms(median(listings))} median, ${ms(Math.max(...listings))} worst of ${folders.size}`,
    "< 20 ms",
  );
  const some = Array.from({ length: SAMPLES }, (_, i) => paths[Math.floor((i * paths.length) / SAMPLES)]);
  const gets = await times(some, (path) => repository.stat(id, path));
  line(
    "get one path, warm",
    `${ms(median(gets))} median, ${ms(Math.max(...gets))} worst of ${SAMPLES}`,
    "< 2 ms",
  );
  await repository.close();
}

/**
 * Finds the moves in which a path changed, in a history of many different snapshots: for files, folders and unknown
 * paths.
 */
async function pathHistories() {
  const store = await pathStore();
  const { Repository } = await import(pathToFileURL(join(root, "dist/index.js")).href);
  const repository = await Repository.open(store, { surface: "cli" });
  const ask = (path) => repository.historyPage(PATHS.label, { path, offset: 0, limit: 100, stat: false });
  const files = Array.from({ length: SAMPLES }, (_, i) => pathOf(Math.floor((i * PATHS.files) / SAMPLES)));
  const begin = performance.now();
  await ask(files[0]);
  const first = performance.now() - begin;
  const asked = await times([...files, "area-0", "area-3/part-3", "", "nowhere"], ask);
  line(
    "history of one path",
    `${ms(median(asked))} median, ${ms(Math.max(...asked))} worst of ${asked.length}, the first ${ms(first)}`,
    "< 50 ms",
  );
  await repository.close();
}

/** Measures each call once, in milliseconds, after all of them have run once. */
async function times(items, call) {
  for (const item of items) await call(item);
  const measured = [];
  for (const item of items) {
    const begin = performance.now();
    await call(item);
    measured.push(performance.now() - begin);
  }
  return measured;
}

function writeNoise(path, bytes) {
  const block = Buffer.allocUnsafe(16e6);
  const fd = openSync(path, "w");
  for (let done = 0; done < bytes; done += block.length) writeSync(fd, randomFillSync(block));
  closeSync(fd);
}

function median(values) {
  return values.toSorted((a, b) => a - b)[values.length >> 1];
}

const mb = (bytes) => `${(bytes / MB).toFixed(0)} MB`;
const s = (elapsed) => `${(elapsed / 1000).toFixed(2)} s`;
const ms = (elapsed) => `${elapsed.toFixed(2)} ms`;
const rate = (bytes, elapsed) => `${(bytes / MB / (elapsed / 1000)).toFixed(0)} MB/s`;

function line(job, figure, target) {
  console.log(`${job.padEnd(26)}${figure.padEnd(60)}${target}`.trimEnd());
}

await program(bench);
