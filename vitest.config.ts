import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

const all = [
  "core/**/*.test.ts",
  "electron/**/*.test.ts",
  "renderer/**/*.test.{ts,tsx}",
  "scripts/*.test.mjs",
];
/**
 * The tests whose result may depend on the runtime, to be run under both: native modules, WASM, threads and files, and of
 * what is built on them, the tests that go through most of it.
 */
const runtime = [
  "core/*.test.ts",
  "core/{chunking,database,files,objects,store,threads}/**/*.test.ts",
  "core/snapshot/{take,holes,stat-cache,content-dispatch}.test.ts",
  "core/snapshot/{archive,export}/*.test.ts",
  "core/{labels,mount,sessions}/{sqlite-labels,schema,sqlite-upper,session-catalog}.test.ts",
  "core/merge/sqlite/*.test.ts",
  "core/repository/{repository,open-repository,concurrency,database-previews}.test.ts",
  "core/{api,cli}/{commands,preview-commands,cli}.test.ts",
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
    // A busy machine takes its time; what never comes is reported all the same.
    expect: { poll: { timeout: 20_000 } },
    reporters: ["dot"],
  },
});
