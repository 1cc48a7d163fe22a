import type { Stats } from "node:fs";
import type { Skip } from "./skip.ts";

/**
 * How an export treats a file or link of the target that differs from the snapshot's: it writes nothing at all; it
 * keeps it; it replaces it if it is older than the snapshot; it replaces it. Folders are never removed.
 */
export type Overwrite = "refuse" | "never" | "newer" | "always";

/** How an export treats existing files. `newerThan` is when the snapshot was made, in ms since 1970. */
export interface OverwriteRule {
  readonly overwrite: Overwrite;
  readonly newerThan: number | undefined;
}

/** Returns the reason to keep an existing file or link, if there is one. */
export function reasonToKeep(existing: Stats, { overwrite, newerThan }: OverwriteRule): Skip | undefined {
  if (existing.isDirectory()) return { code: "EISDIR", reason: "a folder is in its place" };
  if (!existing.isFile() && !existing.isSymbolicLink()) {
    return { code: "EEXIST", reason: "a special file (a device, pipe or socket) is in its place" };
  }
  switch (overwrite) {
    case "always":
      return undefined;
    case "newer":
      // Nothing is known to be older than a snapshot without a time.
      if (newerThan !== undefined && existing.mtimeMs < newerThan) return undefined;
      return { code: "EEXIST", reason: "the one that is there is not older than the snapshot", kept: true };
    case "never":
      return { code: "EEXIST", reason: "there is one already", kept: true };
    case "refuse":
      return { code: "EEXIST", reason: "something took its place during the export" };
  }
}
