import { resolve } from "node:path";
import { program, root, run, SetupError } from "./processes.mjs";
import { setUp } from "./setup.mjs";

/**
 * Runs many merges of generated and mutated texts against git, and of random database edits against a simple model: `npm
 * run merge:check -- 5000 [folder of source files]`. Prints how often both agree, and how large conflicts are compared with
 * git's.
 */
function check() {
  const [cases = "1000", sources] = process.argv.slice(2);
  if (!/^\d+$/.test(cases)) throw new SetupError("npm run merge:check -- [cases] [folder of source files]");
  setUp();
  const here = (path) => resolve(process.env.INIT_CWD ?? process.cwd(), path);
  const files = ["core/merge/text/git-", "core/merge/sqlite", "core/merge/tree"];
  return run(process.execPath, ["node_modules/vitest/vitest.mjs", "run", ...files, "--testTimeout=3600000"], {
    cwd: root,
    stdio: "inherit",
    env: {
      ...process.env,
      STRATA_MERGE_CASES: cases,
      STRATA_MERGE_RUNS: cases,
      ...(sources && { STRATA_MERGE_SOURCES: here(sources) }),
    },
  });
}

await program(check);
