import type { Clock } from "../clock.ts";
import type { Database } from "../database/database.ts";
import { isCount, readRows, readValues } from "../database/rows.ts";
import { StrataError } from "../errors.ts";
import type { SnapshotId } from "../ids.ts";
import type { Entry } from "../manifest/entry.ts";
import { MountCatalog } from "../mount/mount-catalog.ts";
import { decodePlacedRow, UPPER_COLUMNS, type UpperRow } from "../mount/upper-rows.ts";
import { hasMerges } from "../sessions/schema.ts";
import { entriesIn } from "../sessions/session.ts";
import { SessionCatalog } from "../sessions/session-catalog.ts";
import type { ProblemList, ProblemNo } from "./verify-report.ts";

/** A mount or a merge, and the snapshots that it names. */
export interface Holder {
  readonly kind: "mounts" | "merges";
  readonly id: number;
  readonly name: string;
  readonly revision: number;
  readonly snapshots: readonly SnapshotId[];
  /** The problems of its own rows and of the contents that these name. */
  readonly problems: Set<ProblemNo>;
}

/** An entry that a row of a mount or a merge names, and its path. */
export interface HeldEntry {
  readonly path: string;
  readonly entry: Entry;
}

/** Reads the mounts and merges of a store, whose rows name contents that no snapshot may have. */
export class Holders {
  readonly #db: Database;
  readonly #mounts: MountCatalog;
  readonly #sessions: SessionCatalog;
  readonly #problems: ProblemList;

  constructor(db: Database, clock: Clock, problems: ProblemList) {
    this.#db = db;
    this.#mounts = new MountCatalog(db, clock);
    this.#sessions = new SessionCatalog(db, clock);
    this.#problems = problems;
  }

  /** Returns all mounts and merges, also discarded and ended ones. A list that cannot be read is a problem. */
  all(): Holder[] {
    return [...this.#allMounts(), ...this.#allMerges()];
  }

  /** Yields the entries that a holder's rows name. Rows that cannot be read are problems of the holder. */
  *entries(holder: Holder): Generator<HeldEntry> {
    yield* holder.kind === "mounts" ? this.#ofMount(holder) : this.#ofMerge(holder);
  }

  /** Returns whether a holder changed since it was listed, or is gone. */
  hasChanged({ kind, id, revision }: Holder): boolean {
    const sql = `SELECT revision FROM ${kind} WHERE id = ?`;
    return readValues(this.#db.prepare<[number]>(sql), isCount).get(id) !== revision;
  }

  #allMounts(): Holder[] {
    try {
      return this.#mounts.list({ discarded: true }).map(({ id, name, base, revision }) => ({
        kind: "mounts",
        id,
        name,
        revision,
        snapshots: [base],
        problems: new Set(),
      }));
    } catch (thrown) {
      this.#problems.add(damageIn(thrown, "The list of working copies"));
      return [];
    }
  }

  #allMerges(): Holder[] {
    if (!hasMerges(this.#db)) return [];
    const ids = readValues(this.#db.prepare<[]>("SELECT id FROM merges ORDER BY id"), isCount);
    return ids.all().flatMap((id) => this.#merge(id) ?? []);
  }

  /** Returns undefined for one that ended too long ago to be seen. */
  #merge(id: number): Holder | undefined {
    const problems = new Set<ProblemNo>();
    const merge = { kind: "merges", id, name: String(id), revision: -1, problems } as const;
    try {
      const { revision } = this.#sessions.get(id);
      return { ...merge, revision, snapshots: this.#sessions.roots(id).snapshots };
    } catch (thrown) {
      if (thrown instanceof StrataError && thrown.code === "UnknownMerge") return undefined;
      problems.add(this.#problems.add(damageIn(thrown, `Merge ${id}`)));
      return { ...merge, snapshots: [] };
    }
  }

  *#ofMount({ id, name, problems }: Holder): Generator<HeldEntry> {
    const page = readRows(
      this.#db.prepare<[number, Buffer]>(
        "SELECT path, entry FROM upper WHERE mount = ? AND path > ? ORDER BY path LIMIT 500",
      ),
      UPPER_COLUMNS,
    );
    for (let last: Buffer | undefined = Buffer.alloc(0); last !== undefined; ) {
      const rows: UpperRow[] = page.all(id, last);
      for (const row of rows) {
        try {
          const [path, { entry }] = decodePlacedRow(row);
          if (entry !== null) yield { path, entry };
        } catch (thrown) {
          problems.add(this.#problems.add(damageIn(thrown, `The working copy ${name}`)));
        }
      }
      last = rows.at(-1)?.path;
    }
  }

  *#ofMerge({ id, revision }: Holder): Generator<HeldEntry> {
    // One that could not be read was told already.
    if (revision === -1) return;
    for (const file of this.#sessions.files(id)) {
      for (const entry of entriesIn(file)) yield { path: file.path, entry };
    }
  }
}

/** Returns the problem of rows that do not fit their table. Other errors are thrown on. */
function damageIn(thrown: unknown, where: string) {
  if (!(thrown instanceof StrataError) || thrown.code !== "DatabaseDamaged") throw thrown;
  return {
    code: thrown.code,
    message: `${where} cannot be read: ${thrown.message}`,
    database: "strata.db",
  } as const;
}
