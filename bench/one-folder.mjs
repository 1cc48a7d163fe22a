import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { program, SetupError } from "../scripts/processes.mjs";
import { setUp } from "../scripts/setup.mjs";
import { strata } from "./measured.mjs";

/**
 * Measures the first and the second, unchanged import of one folder with so many files of a few bytes, for each number
 * given: `node bench/one-folder.mjs 100000 250000 500000`. Prints the peak memory and the time.
 */
async function bench() {
  const counts = process.argv.slice(2).map(Number);
  if (counts.length === 0 || !counts.every((count) => count > 0))
    throw new SetupError("name numbers of files: node bench/one-folder.mjs 100000 500000");
  setUp();
  for (const count of counts) {
    const scratch = mkdtempSync(join(process.env.STRATA_BENCH_DIR ?? tmpdir(), "strata-bench-"));
    try {
      const folder = join(scratch, "folder");
      mkdirSync(folder);
      for (let no = 0; no < count; no++)
        writeFileSync(join(folder, `file-${String(no).padStart(7, "0")}.txt`), String(no));
      for (const which of ["first", "unchanged"]) {
        const store = join(scratch, "store");
        const { peak, ms } = strata(scratch, ["import", folder, "--label", "folder", "--store", store]);
        const mib = `${(peak / 1024 / 1024).toFixed(0)} MiB`;
        console.log(`${`${count} files, ${which}`.padEnd(28)}${mib.padEnd(12)}${(ms / 1000).toFixed(1)} s`);
      }
    } finally {
      rmSync(scratch, { recursive: true });
    }
  }
}

await program(bench);
