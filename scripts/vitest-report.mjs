import { existsSync, readFileSync } from "node:fs";

/** Reads a JSON report of vitest; undefined if it was not written. */
export function readReport(path) {
  return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : undefined;
}

/** Returns how many tests of a report passed and failed. */
export function countsOf(report) {
  if (report === undefined) return { passed: 0, failed: 0 };
  const { numPassedTests, numFailedTests, testResults } = report;
  // A file that does not load has no tests to count, but is a failure.
  const unloaded = testResults.filter(
    (file) => file.status === "failed" && !file.assertionResults.some((each) => each.status === "failed"),
  );
  return { passed: numPassedTests, failed: numFailedTests + unloaded.length };
}
