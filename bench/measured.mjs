import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { root, SetupError } from "../scripts/processes.mjs";

/** Runs the command line and returns its output, its time in milliseconds and its peak memory in bytes. */
export function strata(scratch, args) {
  const peakFile = join(scratch, "peak");
  const hook = join(scratch, "peak.mjs");
  writeFileSync(
    hook,
    `import { isMainThread } from "node:worker_threads";
     import { writeFileSync } from "node:fs";
     if (isMainThread) process.on("exit", () => writeFileSync(${JSON.stringify(peakFile)}, String(process.resourceUsage().maxRSS * 1024)));`,
  );
  const begin = performance.now();
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["--import", pathToFileURL(hook).href, join(root, "dist/strata.js"), ...args, "--json"],
    { encoding: "utf8", maxBuffer: 1e9 },
  );
  const elapsed = performance.now() - begin;
  if (status !== 0) throw new SetupError(`strata ${args[0]} failed: ${stdout}${stderr}`);
  return { output: JSON.parse(stdout), ms: elapsed, peak: Number(readFileSync(peakFile, "utf8")) };
}
