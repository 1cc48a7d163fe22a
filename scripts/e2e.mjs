import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { hasDisplay, withDisplays } from "./display.mjs";
import { attend, isProgram, program, root } from "./processes.mjs";
import { electronArguments } from "./runtime.mjs";
import { setUp, setUpElectron } from "./setup.mjs";

const output = join(root, "e2e", "output");
const report = join(output, "report.json");
/** The number of tests that run at once where each can have a display: an app often waits, so more than two processors do. */
const AT_ONCE = 4;

/** Runs the tests of the built app in the real Electron; returns the exit code and how many passed and failed. */
export async function endToEnd(args = []) {
  const { folder } = await setUpElectron();
  rmSync(output, { recursive: true, force: true });
  const code = await withDisplays(hasDisplay() ? 1 : AT_ONCE, (displays) =>
    attend(process.execPath, ["node_modules/@playwright/test/cli.js", "test", ...args], {
      env: {
        ...process.env,
        ELECTRON_OVERRIDE_DIST_PATH: folder,
        STRATA_ELECTRON_ARGUMENTS: electronArguments().join(" "),
        STRATA_DISPLAYS: JSON.stringify(displays),
        PLAYWRIGHT_JSON_OUTPUT_FILE: report,
      },
    }),
  );
  return { code, ...counts() };
}

function counts() {
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
