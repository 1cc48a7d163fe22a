import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { endToEnd } from "./e2e.mjs";
import { program, root, run, SetupError, say } from "./processes.mjs";
import { setUp, setUpElectron } from "./setup.mjs";
import { countsOf, readReport } from "./vitest-report.mjs";

const toOurOutput = { stdio: ["ignore", "inherit", "inherit"] };
/** Number of slowest test files to print. */
const SLOWEST = 10;
const tally = { passed: 0, failed: 0 };

/** Runs every check of the project. The last line gives the totals. */
async function test() {
  try {
    setUp();
    for (const part of [".", "renderer", "e2e"]) {
      check(`types of ${part}`, ["node_modules/typescript/bin/tsc", "-p", part]);
    }
    check("lint", ["node_modules/@biomejs/biome/bin/biome", "check", "--error-on-warnings"]);
    check("imports", ["scripts/imports.mjs"]);
    check("rules of behaviour", ["scripts/behaviour.mjs"]);
    unitTests("Node", process.execPath, { STRATA_TEST_PASS: "node" });
    const { binary } = await setUpElectron();
    unitTests("Electron", binary, { STRATA_TEST_PASS: "electron", ELECTRON_RUN_AS_NODE: "1" });
    heading("the app, end to end");
    count(await endToEnd());
  } catch (error) {
    // The totals must be the last line, whatever went wrong.
    if (error instanceof SetupError) say(error.message);
    else console.error(error);
    tally.failed += 1;
  }
  console.log(`${tally.passed} passed, ${tally.failed} failed`);
  return tally.failed > 0 ? 1 : 0;
}

function check(name, args) {
  heading(name);
  if (run(process.execPath, args, toOurOutput) !== 0) tally.failed += 1;
}

/** Runs the unit tests under one runtime, adds up their counts and prints the slowest files. */
function unitTests(name, binary, env) {
  heading(`unit tests under ${name}`);
  const folder = mkdtempSync(join(tmpdir(), "strata-test-"));
  const report = join(folder, "report.json");
  const args = ["run", "--reporter=dot", "--reporter=json", `--outputFile.json=${report}`];
  const code = run(binary, [join(root, "node_modules/vitest/vitest.mjs"), ...args], {
    ...toOurOutput,
    env: { ...process.env, ...(process.stdout.isTTY ? {} : { NO_COLOR: "1" }), ...env },
  });
  const results = readReport(report);
  rmSync(folder, { recursive: true });
  count({ code, ...countsOf(results) });
  for (const { path, seconds } of slowest(results))
    console.log(`${seconds.toFixed(1).padStart(6)} s  ${path}`);
}

function count({ code, passed, failed }) {
  tally.passed += passed;
  // A run that ends without naming a failed test has failed too.
  tally.failed += code !== 0 && failed === 0 ? 1 : failed;
}

function slowest(results) {
  return (results?.testResults ?? [])
    .map(({ name, startTime, endTime }) => ({
      path: relative(root, name),
      seconds: (endTime - startTime) / 1000,
    }))
    .sort((a, b) => b.seconds - a.seconds)
    .slice(0, SLOWEST);
}

function heading(text) {
  console.log(`\n== ${text}`);
}

await program(test);
