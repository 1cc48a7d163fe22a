import { cpSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { program, root, run } from "./processes.mjs";
import { setUp } from "./setup.mjs";

/** Shows Strata at work: imports a folder (the one given, or a sample) and prints its tree and its history. */
function start() {
  setUp();
  const given = process.argv[2];
  if (given !== undefined) return show(resolve(process.env.INIT_CWD ?? process.cwd(), given));
  const temporary = mkdtempSync(join(tmpdir(), "strata-start-"));
  try {
    return show(makeSample(join(temporary, "sample")));
  } finally {
    rmSync(temporary, { recursive: true });
  }
}

function show(folder) {
  const label = labelFor(basename(folder));
  const commands = [
    ["import", folder, "--label", label],
    ["tree", label],
    ["log", label],
  ];
  for (const command of commands) {
    console.log(`\n$ strata ${command.join(" ")}`);
    const code = run(process.execPath, [join(root, "dist", "strata.js"), ...command], { stdio: "inherit" });
    if (code !== 0) return code;
  }
  return 0;
}

/** Makes a label's name of a folder's, as the import itself would. */
function labelFor(name) {
  return name.replace(/[^A-Za-z0-9._-]/gu, "-").replace(/^[-.]+/, "") || "folder";
}

/** Fills a folder with the project's own texts: small, real, and the same on every checkout. */
function makeSample(folder) {
  for (const part of ["docs", "core"]) {
    if (existsSync(join(root, part))) cpSync(join(root, part), join(folder, part), { recursive: true });
  }
  return folder;
}

await program(start);
