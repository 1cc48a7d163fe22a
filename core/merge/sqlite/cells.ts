/**
 * A value with its type, in characters that need no care: `n` for NULL, `t` and `b` with the bytes of a text or a blob in hex,
 * and numbers as SQLite's `quote` writes them, of which only reals have a point. The bytes of a text are in the database's
 * encoding. Two values are the same, to the last bit, if and only if their cells are equal strings.
 */
export type Cell = string;

/** The cells of a row, in the order of its columns, with commas between. */
export type Row = string;

/** A function's arguments, far from where SQLite's limit is. */
const MOST_ARGUMENTS = 500;
/** In UTF-16 units, or hex digits. */
const LONGEST_SHOWN = 200;

/** Gives the SQL expression of a value's cell. */
export function cellSql(value: string): string {
  return `CASE typeof(${value}) WHEN 'text' THEN 't' || hex(CAST(${value} AS BLOB)) WHEN 'blob' THEN 'b' || hex(${value})
    WHEN 'null' THEN 'n' ELSE quote(${value}) END`;
}

/**
 * Gives the SQL expression of a cell that is equal for values that are equal as keys: 1 and 1.0 are, and texts are as their
 * collation has it. Throws nothing for collations that SQLite does not know, as it will do so itself.
 */
export function keyCellSql(value: string, collation: string): string {
  const folded = { NOCASE: `lower(${value})`, RTRIM: `rtrim(${value})` }[collation.toUpperCase()] ?? value;
  return `CASE typeof(${value}) WHEN 'text' THEN 't' || hex(CAST(${folded} AS BLOB)) WHEN 'blob' THEN 'b' || hex(${value})
    WHEN 'null' THEN 'n' WHEN 'real' THEN quote(iif(CAST(${value} AS INTEGER) = ${value}, CAST(${value} AS INTEGER), ${value}))
    ELSE quote(${value}) END`;
}

/** Gives the SQL expression of a row of such cells. */
export function rowSql(cells: readonly string[]): string {
  const groups = Array.from({ length: Math.ceil(cells.length / MOST_ARGUMENTS) }, (_, group) => {
    const first = group * MOST_ARGUMENTS;
    return `concat_ws(',', ${cells.slice(first, first + MOST_ARGUMENTS).join(", ")})`;
  });
  return groups.length === 1 ? groups.join() : `concat_ws(',', ${groups.join(", ")})`;
}

/** Gives the cells of a row. */
export function cellsOf(row: Row): Cell[] {
  return row.split(",");
}

/** Gives the SQL that {@link bound} values of such a cell are written with: only thus can a text have any bytes. */
export function parameterSql(cell: Cell): string {
  // The sign takes away an affinity that a comparison would go by.
  return cell.startsWith("t") ? "(+CAST(? AS TEXT))" : "?";
}

/** Gives what is bound to a cell's parameter. */
export function bound(cell: Cell): null | bigint | number | Buffer {
  if (cell === "n") return null;
  if (cell.startsWith("t") || cell.startsWith("b")) return Buffer.from(cell.slice(1), "hex");
  return cell.includes(".") ? Number(cell) : BigInt(cell);
}

/** Gives the SQL literal that people read; of a long one, the beginning. */
export function shownCell(cell: Cell, encoding: string): string {
  if (cell === "n") return "NULL";
  if (cell.startsWith("b")) return `x'${cut(cell.slice(1, LONGEST_SHOWN + 2).toLowerCase(), "'")}`;
  if (!cell.startsWith("t")) return cell;
  // No character has more than four bytes.
  const bytes = Buffer.from(cell.slice(1, 1 + 8 * (LONGEST_SHOWN + 1)), "hex");
  return `'${cut(new TextDecoder(encoding, { ignoreBOM: true }).decode(bytes).replaceAll("'", "''"), "'")}`;
}

/** Never ends within a surrogate pair. */
function cut(text: string, end: string): string {
  if (text.length <= LONGEST_SHOWN) return text + end;
  return `${text.slice(0, LONGEST_SHOWN).replace(/[\ud800-\udbff]$/, "")}…`;
}
