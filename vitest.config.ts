import { readdirSync, readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

const core = ["core/**/*.test.ts", "electron/**/*.test.ts", "scripts/*.test.mjs"];
const renderer = ["renderer/**/*.test.{ts,tsx}"];
/** The tests of threads, of open stores, and of what the whole process has: a umask, a module in the place of another. */
const ofProcess = [
  "core/{database,gc,operations,repair,repository,snapshot,store,threads}/**/*.test.ts",
  "electron/notify.test.ts",
];
/** The tests of what the window remembers. */
const remembering = readdirSync("renderer", { recursive: true, encoding: "utf8" })
  .map((path) => `renderer/${path.replaceAll("\\", "/")}`)
  .filter((path) => /\.test\.tsx?$/.test(path))
  .filter(
    (path) => /(state|model)\//.test(path) || /fake-bridge|testing-library/.test(readFileSync(path, "utf8")),
  );
/**
 * The tests whose result may depend on the runtime, to be run under both: native modules, WASM, threads and files, and of
 * what is built on them, the tests that go through most of it.
 */
const runtime = {
  core: [
    "core/*.test.ts",
    "core/{chunking,files,objects}/**/*.test.ts",
    "core/{labels,mount,sessions}/{sqlite-labels,schema,sqlite-upper,session-catalog}.test.ts",
    "core/merge/sqlite/*.test.ts",
    "core/{api,cli}/{commands,preview-commands,cli}.test.ts",
    "electron/**/*.test.ts",
  ],
  apart: [
    "core/{database,store,threads}/**/*.test.ts",
    "core/snapshot/{take,holes,stat-cache,content-dispatch}.test.ts",
    "core/snapshot/{archive,export}/*.test.ts",
    "core/repository/{repository,open-repository,concurrency,database-previews}.test.ts",
    "electron/notify.test.ts",
  ],
};

const inElectron = process.env.STRATA_TEST_PASS === "electron";

export default defineConfig({
  test: {
    globalSetup: "scripts/build-for-tests.mjs",
    // A crash names its file and takes no other along, also where files share a process.
    pool: "forks",
    // By default one processor stays free, which on two of them would leave a single worker.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    testTimeout: 240_000,
    hookTimeout: 240_000,
    // A busy machine takes its time; what never comes is reported all the same.
    expect: { poll: { timeout: 20_000 } },
    unstubEnvs: true,
    unstubGlobals: true,
    restoreMocks: true,
    reporters: ["dot"],
    // Most files take less time than a process of their own and its modules would. One project after the other, so that a
    // process has what the next file needs.
    projects: [
      {
        extends: true,
        test: {
          name: "core",
          include: inElectron ? runtime.core : core,
          exclude: ofProcess,
          isolate: false,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: "window",
          include: inElectron ? [] : renderer,
          exclude: remembering,
          environment: "happy-dom",
          isolate: false,
          sequence: { groupOrder: 2 },
        },
      },
      {
        extends: true,
        test: {
          name: "apart",
          include: inElectron ? runtime.apart : [...ofProcess, ...remembering],
          sequence: { groupOrder: 3 },
        },
      },
    ],
  },
});
