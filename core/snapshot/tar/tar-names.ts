import { isUtf8 } from "node:buffer";
import { pathProblem } from "../../manifest/path.ts";
import { badArchive } from "./tar-errors.ts";

/** Returns the text of a name whose bytes were read as Latin 1; undefined if they are not UTF-8. */
export function decodeName(latin1: string): string | undefined {
  const bytes = Buffer.from(latin1, "latin1");
  return isUtf8(bytes) ? bytes.toString("utf8") : undefined;
}

/**
 * Returns the path in a snapshot that a name in an archive stands for: "" for the root. Throws `BadInput` for one that leads out of the
 * archive, or that no snapshot can have.
 */
export function pathOf(name: string): string {
  if (name.startsWith("/")) throw badArchive(name, "its path is absolute");
  const parts = name.split("/").filter((part) => part !== "" && part !== ".");
  if (parts.includes("..")) throw badArchive(name, "its path has a `..`");
  const path = parts.join("/");
  const problem = path === "" ? undefined : pathProblem(path);
  if (problem !== undefined) throw badArchive(name, problem);
  return path;
}
