import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { program, root } from "./processes.mjs";
import { setUp } from "./setup.mjs";

/** Runs the command line for `npm run strata`: built on first use, with paths read from where the user typed. */
async function strata() {
  const built = join(root, "dist", "strata.js");
  if (!existsSync(built)) setUp();
  // npm starts scripts in the package's folder and keeps the user's in INIT_CWD.
  process.chdir(process.env.INIT_CWD ?? process.cwd());
  process.argv[1] = built;
  await import(pathToFileURL(built).href);
  return process.exitCode;
}

await program(strata);
