import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["core/**/*.test.ts", "electron/**/*.test.ts", "renderer/**/*.test.{ts,tsx}"],
    globalSetup: "scripts/build-for-tests.mjs",
    // Native modules and process-wide state stay apart: a crash names its file and takes no other test along.
    pool: "forks",
    testTimeout: 60_000,
    hookTimeout: 60_000,
    reporters: ["dot"],
  },
});
