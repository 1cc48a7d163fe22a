import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

const all = [
  "core/**/*.test.ts",
  "electron/**/*.test.ts",
  "renderer/**/*.test.{ts,tsx}",
  "scripts/*.test.mjs",
];
/** The tests whose result may depend on the runtime: native modules, threads, databases, files, WASM. */
const runtime = [
  "core/*.test.ts",
  "core/{chunking,database,files,labels,mount,objects,operations,preview,repository,snapshot,store,threads}/**/*.test.ts",
  "core/{api,api/registry,cli,merge/sqlite}/*.test.ts",
  "electron/**/*.test.ts",
];

export default defineConfig({
  test: {
    include: process.env.STRATA_TEST_PASS === "electron" ? runtime : all,
    globalSetup: "scripts/build-for-tests.mjs",
    // Native modules and process-wide state stay apart: a crash names its file and takes no other test along.
    pool: "forks",
    // By default one processor stays free, which on two of them would leave a single worker.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    testTimeout: 60_000,
    hookTimeout: 60_000,
    reporters: ["dot"],
  },
});
