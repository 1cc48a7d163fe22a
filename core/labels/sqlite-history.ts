import type { Database } from "../database/database.ts";
import { isCount, isWhole, readRows, readValues } from "../database/rows.ts";
import { idToBytes, type SnapshotId } from "../ids.ts";
import type { HistoryNode, HistorySource, Reach } from "./history.ts";
import { readHistory, readOrigins, rowToHistory, SELECT_HISTORY, SELECT_ORIGINS } from "./label-rows.ts";
import { hasOrigins } from "./schema.ts";

/**
 * Looks up reflog entries in `strata.db`, each by one search of an index. In an older database that is opened
 * read-only, entries have no origins until another process adds the column.
 */
export class SqliteHistory implements HistorySource {
  readonly #db: Database;
  readonly #entry;
  readonly #previous;
  readonly #latest;
  readonly #holders;
  #origins: ReturnType<typeof prepareOrigins> | undefined;

  constructor(db: Database) {
    this.#db = db;
    this.#entry = readHistory(db.prepare<[number]>(`${SELECT_HISTORY} WHERE seq = ?`));
    this.#previous = readValues(
      db.prepare<[number, number]>(
        "SELECT seq FROM reflog WHERE label = ? AND seq < ? ORDER BY seq DESC LIMIT 1",
      ),
      isCount,
    );
    this.#latest = readValues(
      db.prepare<[number, Buffer, number]>(
        "SELECT seq FROM reflog WHERE label = ? AND to_id = ? AND seq < ? ORDER BY seq DESC LIMIT 1",
      ),
      isCount,
    );
    this.#holders = readValues(
      db.prepare<[Buffer, number]>(
        "SELECT max(seq) FROM reflog WHERE to_id = ? AND seq < ? GROUP BY label ORDER BY min(seq)",
      ),
      isCount,
    );
  }

  entry(seq: number): HistoryNode | undefined {
    const row = (this.#withOrigins()?.entry ?? this.#entry).get(seq);
    return row && rowToHistory(row);
  }

  previous(labelId: number, before: number): number | undefined {
    return this.#previous.get(labelId, before);
  }

  latestWithTo(id: SnapshotId, before: number, labelId: number): number | undefined {
    return this.#latest.get(labelId, idToBytes(id), before);
  }

  holders(id: SnapshotId, before: number): number[] {
    return this.#holders.all(idToBytes(id), before);
  }

  namedBy(labelId: number, upTo: number): Reach[] {
    return this.#withOrigins()?.namedBy.all(labelId, upTo) ?? [];
  }

  #withOrigins(): ReturnType<typeof prepareOrigins> | undefined {
    if (this.#origins === undefined && hasOrigins(this.#db)) this.#origins = prepareOrigins(this.#db);
    return this.#origins;
  }
}

function prepareOrigins(db: Database) {
  return {
    entry: readOrigins(db.prepare<[number]>(`${SELECT_ORIGINS} WHERE seq = ?`)),
    namedBy: readRows(
      // Invalid JSON is reported when the entry itself is read.
      db.prepare<[number, number]>(
        `SELECT origin.label AS labelId, max(origin.seq) AS seq
          FROM reflog AS move, json_tree(iif(json_valid(move.origins), move.origins, '[]')) AS named
            JOIN reflog AS origin ON origin.seq = named.value
          WHERE move.label = ? AND move.seq <= ? AND move.origins IS NOT NULL AND named.type = 'integer'
          GROUP BY origin.label`,
      ),
      { labelId: isWhole, seq: isCount },
    ),
  };
}
