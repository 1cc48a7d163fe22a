import { readFileSync } from "node:fs";
import { builtFile } from "../../built.ts";

/** Returns the version of the program. */
export function version(): string {
  const { version } = JSON.parse(readFileSync(builtFile("../package.json"), "utf8")) as { version: string };
  return version;
}
