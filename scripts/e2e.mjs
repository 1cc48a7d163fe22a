import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { withDisplay } from "./display.mjs";
import { attend, isProgram, program, root } from "./processes.mjs";
import { electronArguments } from "./runtime.mjs";
import { setUp, setUpElectron } from "./setup.mjs";

const output = join(root, "e2e", "output");
const report = join(output, "report.json");

/** Runs the tests of the built app in the real Electron; returns the exit code and how many passed and failed. */
export async function endToEnd(args = []) {
  const { folder } = await setUpElectron();
  rmSync(output, { recursive: true, force: true });
  const code = await withDisplay((display) =>
    attend(process.execPath, ["node_modules/@playwright/test/cli.js", "test", ...args], {
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
