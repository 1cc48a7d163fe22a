import { realpathSync } from "node:fs";
import { dirname } from "node:path";
import { StrataError } from "../../errors.ts";
import type { FolderIdentity } from "../folder-identity.ts";

/** Checks that a target is not in the store, following links. Throws `StoreInFolder`. */
export function requireOutside(target: string, store: FolderIdentity | undefined): void {
  if (!store?.holds(realpathOfExisting(target))) return;
  throw new StrataError("StoreInFolder", `${target} lies in the store itself.`, {
    hint: "Export into a folder of your own; what is in the store's must come from Strata alone.",
    data: { path: target },
  });
}

/** Returns the real path of a path, or of the nearest existing folder above it. */
function realpathOfExisting(path: string): string {
  for (let at = path; ; at = dirname(at)) {
    try {
      return realpathSync.native(at);
    } catch (thrown) {
      const { code } = thrown as NodeJS.ErrnoException;
      if ((code !== "ENOENT" && code !== "ENOTDIR") || dirname(at) === at) throw thrown;
    }
  }
}
