import { defineConfig } from "@playwright/test";
import { displays } from "./e2e/displays.ts";

export default defineConfig({
  testDir: "e2e",
  outputDir: "e2e/output/tests",
  // One queue of tests for all displays; the parts of a longer one share what they need in one file.
  fullyParallel: true,
  workers: displays.length,
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  // Long enough for a slow and busy machine; what never comes is reported all the same.
  timeout: 240_000,
  expect: { timeout: 30_000 },
  // The JSON goes where PLAYWRIGHT_JSON_OUTPUT_FILE says, for scripts/e2e.mjs to count.
  reporter: [["list"], ["json"]],
});
