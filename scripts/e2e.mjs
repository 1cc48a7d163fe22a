import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { hasDisplay, withDisplay } from "./display.mjs";
import { attend, isProgram, program, root } from "./processes.mjs";
import { electronArguments } from "./runtime.mjs";
import { setUp, setUpElectron } from "./setup.mjs";

const output = join(root, "e2e", "output");
/** The number of parts that all tests are run in at once, where each part can have a display of its own. */
const PARTS = 2;

/** Runs the tests of the built app in the real Electron; returns the exit code and how many passed and failed. */
export async function endToEnd(args = []) {
  const { folder } = await setUpElectron();
  rmSync(output, { recursive: true, force: true });
  // Windows share their display's focus and clipboard. Named tests run in one part, and in order.
  const parts = hasDisplay() || args.length > 0 ? 1 : PARTS;
  const results = await Promise.all(
    Array.from({ length: parts }, (_, at) => runPart(folder, `${at + 1}/${parts}`, args)),
  );
  return {
    code: results.find(({ code }) => code !== 0)?.code ?? 0,
    passed: results.reduce((sum, { passed }) => sum + passed, 0),
    failed: results.reduce((sum, { failed }) => sum + failed, 0),
  };
}

async function runPart(folder, part, args) {
  const own = join(output, part.replace("/", "-of-"));
  const report = join(own, "report.json");
  const options = [`--shard=${part}`, `--output=${join(own, "tests")}`];
  const code = await withDisplay((display) =>
    attend(process.execPath, ["node_modules/@playwright/test/cli.js", "test", ...options, ...args], {
      env: {
        ...process.env,
        ...display,
        ELECTRON_OVERRIDE_DIST_PATH: folder,
        STRATA_ELECTRON_ARGUMENTS: electronArguments().join(" "),
        PLAYWRIGHT_JSON_OUTPUT_FILE: report,
      },
    }),
  );
  return { code, ...countsOf(report) };
}

function countsOf(report) {
  if (!existsSync(report)) return { passed: 0, failed: 0 };
  const { stats, errors } = JSON.parse(readFileSync(report, "utf8"));
  // Failures outside of tests, such as a file that does not load, are only among the errors.
  return { passed: stats.expected + stats.flaky, failed: stats.unexpected + errors.length };
}

if (isProgram(import.meta.url)) {
  await program(async () => {
    setUp();
    return (await endToEnd(process.argv.slice(2))).code;
  });
}
