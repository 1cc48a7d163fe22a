import { cpSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { program, root, run } from "./processes.mjs";
import { setUp } from "./setup.mjs";

/**
 * Shows Strata at work: imports a folder and prints its tree and its history. A folder that is given goes into the user's store, a
 * sample into one that is removed again.
 */
async function start() {
  setUp();
  const given = process.argv[2];
  if (given !== undefined) return await show(resolve(process.env.INIT_CWD ?? process.cwd(), given));
  const temporary = mkdtempSync(join(tmpdir(), "strata-start-"));
  try {
    return await show(makeSample(join(temporary, "sample")), ["--store", join(temporary, "store")]);
  } finally {
    rmSync(temporary, { recursive: true });
  }
}

async function show(folder, store = []) {
  const { labelNameFor } = await import(pathToFileURL(join(root, "dist", "index.js")).href);
  const label = labelNameFor(basename(folder));
  const commands = [
    ["import", folder, "--label", label],
    ["tree", label],
    ["log", label],
  ];
  for (const command of commands) {
    console.log(`\n$ strata ${command.join(" ")}`);
    const args = [join(root, "dist", "strata.js"), ...store, ...command];
    const code = run(process.execPath, args, { stdio: "inherit" });
    if (code !== 0) return code;
  }
  return 0;
}

/** Fills a folder with the project's own texts: small, real, and the same on every checkout. */
function makeSample(folder) {
  for (const part of ["docs", "core"]) {
    if (existsSync(join(root, part))) cpSync(join(root, part), join(folder, part), { recursive: true });
  }
  return folder;
}

await program(start);
