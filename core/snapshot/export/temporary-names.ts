import { randomBytes } from "node:crypto";
import { type Folder, pathIn } from "./target-folders.ts";

/**
 * Names for files on their way into a target. A crash leaves at most one such file behind, hidden where dots hide; nothing
 * reads it, and it can be deleted.
 */
export class TemporaryNames {
  readonly #stem = `.strata-tmp-${randomBytes(8).toString("hex")}-`;
  #last = 0;

  /** Gives a path in a folder that nothing else has. */
  next(folder: Folder): string {
    return pathIn(folder, this.#stem + ++this.#last);
  }
}
