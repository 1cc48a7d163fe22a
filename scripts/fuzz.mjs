import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { program, root, SetupError } from "./processes.mjs";
import { setUp } from "./setup.mjs";

/** How long one case may take, in ms, before it counts as one that hangs. */
const HANG = 180_000;

/**
 * Reads mutated data of every kind: `npm run fuzz -- [cases] [seed]`. Fails for a crash, a wrong answer, an error that is not told as one, a file
 * outside of the target, too much memory, and a case that hangs. The seed is printed; with it the same cases run again.
 */
async function fuzz() {
  const [cases = "110000", seed = String(Date.now() % 1_000_000)] = process.argv.slice(2);
  if (!/^\d+$/.test(cases) || !/^\d+$/.test(seed)) throw new SetupError("npm run fuzz -- [cases] [seed]");
  setUp();
  const folder = mkdtempSync(join(tmpdir(), "strata-fuzz-"));
  const beat = join(folder, "beat");
  writeFileSync(beat, "the start");
  console.log(`${cases} cases, seed ${seed}`);
  const child = spawn(
    process.execPath,
    ["node_modules/vitest/vitest.mjs", "run", "core/repository/hostile", "--no-file-parallelism"],
    {
      cwd: root,
      stdio: "inherit",
      detached: process.platform !== "win32",
      env: { ...process.env, STRATA_FUZZ: cases, STRATA_SEED: seed, STRATA_FUZZ_BEAT: beat },
    },
  );
  const code = await watched(child, beat);
  if (existsSync(folder)) rmSync(folder, { recursive: true });
  return code;
}

/** Waits for the tests, and ends them when no case has begun for too long: a loop that never ends cannot be stopped from within. */
function watched(child, beat) {
  return new Promise((resolve) => {
    const timer = setInterval(() => {
      if (Date.now() - statSync(beat).mtimeMs < HANG) return;
      console.error(`It hangs: ${readFileSync(beat, "utf8")}`);
      process.kill(process.platform === "win32" ? child.pid : -child.pid, "SIGKILL");
    }, 5000);
    child.on("close", (code) => {
      clearInterval(timer);
      resolve(code ?? 1);
    });
  });
}

await program(fuzz);
