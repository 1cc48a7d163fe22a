import type { Database } from "../database/database.ts";
import { hashId } from "../hash.ts";
import { hasMounts } from "./mount-catalog.ts";

/** Looks whether something happened to mounts: to their files, their bases, or to which there are. */
export class MountLook {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** Gives what stands for all mounts as they are: another text once one of them is another. */
  state(): string {
    // A store from before there were mounts gets its table when it is first written to.
    if (!hasMounts(this.#db)) return "";
    const rows = this.#db
      .prepare("SELECT id, name, label, revision, discarded_at FROM mounts ORDER BY id")
      .raw();
    return hashId(Buffer.from(JSON.stringify(rows.all())));
  }
}
