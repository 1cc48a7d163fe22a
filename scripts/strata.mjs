import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { program, root } from "./processes.mjs";
import { setUp } from "./setup.mjs";

/** Runs the command line for `npm run strata`. Builds it on first use; paths are relative to the user's folder. */
async function strata() {
  const built = join(root, "dist", "strata.js");
  if (!existsSync(built)) setUp();
  // npm starts scripts in the package's folder and passes the user's folder in INIT_CWD.
  process.chdir(process.env.INIT_CWD ?? process.cwd());
  process.argv[1] = built;
  await import(pathToFileURL(built).href);
  return process.exitCode;
}

await program(strata);
