import { program, root, run } from "./processes.mjs";
import { setUp } from "./setup.mjs";

/** Kills imports, work in mounts, merges, repairs and collections at random moments, as often as the argument says, and checks the store after each. */
function kill() {
  setUp();
  const kills = process.argv[2] ?? "100";
  return run(
    process.execPath,
    [
      "node_modules/vitest/vitest.mjs",
      "run",
      ...["kill", "mount-kill", "merge-kill", "repair-kill", "gc-kill"].map(
        (name) => `core/repository/${name}.test`,
      ),
    ],
    {
      cwd: root,
      stdio: "inherit",
      env: { ...process.env, STRATA_KILLS: kills },
    },
  );
}

await program(kill);
