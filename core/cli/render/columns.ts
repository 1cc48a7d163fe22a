/**
 * Aligns rows of cells in columns, two spaces apart; those in `right` to the right. The last cell is never padded, so that it may be
 * of any width. Columns that are empty in every row are left out.
 */
export function columns(rows: readonly (readonly string[])[], right: readonly number[] = []): string[] {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [at, cell] of row.entries()) widths[at] = Math.max(widths[at] ?? 0, cell.length);
  }
  return rows.map((row) => {
    const shown = row.flatMap((cell, at) => {
      const width = widths[at] ?? 0;
      if (width === 0) return [];
      if (right.includes(at)) return [cell.padStart(width)];
      return [at === row.length - 1 ? cell : cell.padEnd(width)];
    });
    return shown.join("  ").trimEnd();
  });
}
