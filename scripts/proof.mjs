import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { attend, program, root, SetupError } from "./processes.mjs";
import { tableOf } from "./proof-table.mjs";
import { setUp } from "./setup.mjs";
import { countsOf, readReport } from "./vitest-report.mjs";

const USAGE =
  "npm run proof -- [kills] [faults] [fuzz] [races] [--short] [--seed n] [--kills n] [--cases n] [--rounds n]";

/** The test files of each campaign. A new one is found by its name. */
const CAMPAIGNS = {
  kills: /(^|-)kill\.test\.ts$/,
  faults: /(^|-)(faults|power-loss)\.test\.ts$/,
  fuzz: /^hostile-.*\.test\.ts$/,
  races: /(^|-)race\.test\.ts$/,
};

/** How much is done: processes killed by each test, cases of fuzzing in all, rounds of each racer. */
const FULL = { kills: "200", cases: "110000", rounds: "200" };
const SHORT = { kills: "6", cases: "3000", rounds: "4" };

/** How long one case of fuzzing may take, in ms, before it counts as one that hangs. */
const HANG = 180_000;

/**
 * Runs the campaigns that show that a store loses nothing, and prints what it survived, as the tests counted it. Fails if a test failed.
 * `--short` is what `npm test` does of each, with all faults.
 */
async function proof() {
  const { campaigns, size, seed } = read();
  setUp();
  const folder = mkdtempSync(join(tmpdir(), "strata-proof-"));
  let failures = 0;
  try {
    console.log(`seed ${seed}`);
    for (const name of campaigns) {
      const begin = performance.now();
      const failed = await campaign(name, folder, size, seed);
      failures += failed;
      console.log(
        `\n== ${name}: ${((performance.now() - begin) / 60_000).toFixed(1)} min, ${failed} failed\n`,
      );
    }
    console.log(tableOf(recordsIn(folder), failures));
  } finally {
    rmSync(folder, { recursive: true });
  }
  return failures > 0 ? 1 : 0;
}

function read() {
  const text = { type: "string" };
  let parsed;
  try {
    parsed = parseArgs({
      allowPositionals: true,
      options: { short: { type: "boolean" }, seed: text, kills: text, cases: text, rounds: text },
    });
  } catch {
    throw new SetupError(USAGE);
  }
  const { positionals, values } = parsed;
  const { short, seed = String(Date.now() % 1_000_000), ...sizes } = values;
  const isNumber = (each) => /^\d+$/.test(each);
  if (![seed, ...Object.values(sizes)].every(isNumber)) throw new SetupError(USAGE);
  if (!positionals.every((name) => name in CAMPAIGNS)) throw new SetupError(USAGE);
  const campaigns = positionals.length > 0 ? positionals : Object.keys(CAMPAIGNS);
  return { campaigns, size: { ...(short ? SHORT : FULL), ...sizes }, seed };
}

/** Runs a campaign; returns how many of its tests failed. */
async function campaign(name, folder, size, seed) {
  const [report, beat] = [join(folder, `${name}.json`), join(folder, "beat")];
  writeFileSync(beat, "the start");
  const files = testFiles().filter((path) => CAMPAIGNS[name].test(path.split("/").at(-1)));
  const args = ["run", ...files, "--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  // The memory that fuzzing takes is measured.
  if (name === "fuzz") args.push("--no-file-parallelism");
  const code = await watched(name === "fuzz" ? beat : undefined, (onStart) =>
    attend(process.execPath, ["node_modules/vitest/vitest.mjs", ...args], {
      onStart,
      env: {
        ...process.env,
        STRATA_PROOF: folder,
        STRATA_SEED: seed,
        STRATA_KILLS: size.kills,
        STRATA_FAULTS: "all",
        STRATA_FUZZ: size.cases,
        STRATA_FUZZ_BEAT: beat,
        STRATA_RACES: size.rounds,
      },
    }),
  );
  const { failed } = countsOf(readReport(report));
  return code !== 0 && failed === 0 ? 1 : failed;
}

function testFiles() {
  const all = readdirSync(join(root, "core"), { recursive: true });
  return all.map((each) => `core/${each.replaceAll("\\", "/")}`).sort();
}

/** Runs tests, and ends them when no case has begun for too long: a loop that never ends cannot be stopped from within. */
async function watched(beat, start) {
  let timer;
  try {
    return await start((child) => {
      if (beat === undefined) return;
      timer = setInterval(() => {
        if (Date.now() - statSync(beat).mtimeMs < HANG) return;
        console.error(`It hangs: ${readFileSync(beat, "utf8")}`);
        process.kill(process.platform === "win32" ? child.pid : -child.pid, "SIGKILL");
      }, 5000);
    });
  } finally {
    clearInterval(timer);
  }
}

function recordsIn(folder) {
  const names = readdirSync(folder).filter((name) => name.endsWith(".jsonl"));
  const lines = names.flatMap((name) => readFileSync(join(folder, name), "utf8").trim().split("\n"));
  return lines.map((line) => JSON.parse(line));
}

await program(proof);
