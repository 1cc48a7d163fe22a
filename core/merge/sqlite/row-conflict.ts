/** A value of a row as people read it: SQL literals (`NULL`, `12`, `1.5`, `'text'`, `x'00ff'`), long ones cut and ended by `…`. */
export type ShownValue = string;

/** One side of a row, by the names of its columns; null where the side has no such row. */
export type ShownRow = Readonly<Record<string, ShownValue>> | null;

/** A row that both sides changed, and not in the same way. Where they gave it different keys, the key's columns conflict. */
export interface RowConflict {
  readonly table: string;
  /** The primary key, of the base if the row is in it, as it is compared: what NOCASE is said of, in small letters. */
  readonly key: Readonly<Record<string, ShownValue>>;
  readonly base: ShownRow;
  readonly ours: ShownRow;
  readonly theirs: ShownRow;
  /** The columns in which the sides are in conflict; empty when one side deleted the row. */
  readonly columns: readonly string[];
}
