/** The narrowest and the widest that a column begins with, in characters. */
const NARROW = 8;
const WIDE = 40;

/** Chooses the widths of a table's columns by their names and some of their values, as `grid-template-columns` has them. */
export function columnWidths(names: readonly string[], rows: readonly (readonly string[])[]): string {
  return names
    .map((name, column) => {
      const longest = rows.reduce((most, row) => Math.max(most, row[column]?.length ?? 0), name.length);
      // Four more for what is beside the characters.
      return `${Math.min(WIDE, Math.max(NARROW, longest)) + 4}ch`;
    })
    .join(" ");
}
