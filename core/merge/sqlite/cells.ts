/**
 * A value and its type as a string that needs no quoting: `n` for NULL, `t` or `b` and the bytes of a text or blob in hex,
 * or a number as SQLite's `quote` writes it, where only reals have a point. The bytes of a text are in the database's
 * encoding. Two values are equal to the bit if and only if their cells are equal.
 */
export type Cell = string;

/** The cells of a row in the order of its columns, joined by commas. */
export type Row = string;

/** Maximum number of a function's arguments, well below SQLite's limit. */
const MOST_ARGUMENTS = 500;
/** Maximum length of a shown value, in UTF-16 units or hex digits. */
const LONGEST_SHOWN = 200;

/** Returns the SQL expression of a value's cell. */
export function cellSql(value: string): string {
  return `CASE typeof(${value}) WHEN 'text' THEN 't' || hex(CAST(${value} AS BLOB)) WHEN 'blob' THEN 'b' || hex(${value})
    WHEN 'null' THEN 'n' ELSE quote(${value}) END`;
}

/**
 * Returns the SQL expression of a cell that is equal for values that are equal as keys: 1 and 1.0, and texts that are equal
 * by their collation. Unknown collations are left for SQLite to reject.
 */
export function keyCellSql(value: string, collation: string): string {
  const folded = { NOCASE: `lower(${value})`, RTRIM: `rtrim(${value})` }[collation.toUpperCase()] ?? value;
  return `CASE typeof(${value}) WHEN 'text' THEN 't' || hex(CAST(${folded} AS BLOB)) WHEN 'blob' THEN 'b' || hex(${value})
    WHEN 'null' THEN 'n' WHEN 'real' THEN quote(iif(CAST(${value} AS INTEGER) = ${value}, CAST(${value} AS INTEGER), ${value}))
    ELSE quote(${value}) END`;
}

/** Returns the SQL expression of a row of cells. */
export function rowSql(cells: readonly string[]): string {
  const groups = Array.from({ length: Math.ceil(cells.length / MOST_ARGUMENTS) }, (_, group) => {
    const first = group * MOST_ARGUMENTS;
    return `concat_ws(',', ${cells.slice(first, first + MOST_ARGUMENTS).join(", ")})`;
  });
  return groups.length === 1 ? groups.join() : `concat_ws(',', ${groups.join(", ")})`;
}

/** Returns the cells of a row. */
export function cellsOf(row: Row): Cell[] {
  return row.split(",");
}

/** Returns the SQL of a parameter that a {@link bound} value is written with. Texts are cast, so that they can hold any bytes. */
export function parameterSql(cell: Cell): string {
  // The sign removes the affinity, which would change how the value is compared.
  return cell.startsWith("t") ? "(+CAST(? AS TEXT))" : "?";
}

/** Returns the value to bind to a cell's parameter. */
export function bound(cell: Cell): null | bigint | number | Buffer {
  if (cell === "n") return null;
  if (cell.startsWith("t") || cell.startsWith("b")) return Buffer.from(cell.slice(1), "hex");
  return cell.includes(".") ? Number(cell) : BigInt(cell);
}

/** Returns a cell as an SQL literal, cut if it is long. */
export function shownCell(cell: Cell, encoding: string): string {
  if (cell === "n") return "NULL";
  if (cell.startsWith("b")) return `x'${cut(cell.slice(1, LONGEST_SHOWN + 2).toLowerCase(), "'")}`;
  if (!cell.startsWith("t")) return cell;
  // No character has more than four bytes.
  const bytes = Buffer.from(cell.slice(1, 1 + 8 * (LONGEST_SHOWN + 1)), "hex");
  return `'${cut(new TextDecoder(encoding, { ignoreBOM: true }).decode(bytes).replaceAll("'", "''"), "'")}`;
}

/** Cuts a long text, never within a surrogate pair. */
function cut(text: string, end: string): string {
  if (text.length <= LONGEST_SHOWN) return text + end;
  return `${text.slice(0, LONGEST_SHOWN).replace(/[\ud800-\udbff]$/, "")}…`;
}
