import { defineConfig } from "@playwright/test";

export default defineConfig({
  testDir: "e2e",
  // One app at a time on a display: windows share its focus and its clipboard.
  workers: 1,
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  timeout: 60_000,
  expect: { timeout: 10_000 },
  // The JSON goes where PLAYWRIGHT_JSON_OUTPUT_FILE says, for scripts/e2e.mjs to count.
  reporter: [["list"], ["json"]],
});
