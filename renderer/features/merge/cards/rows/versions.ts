import type { RowInConflict, RowVersion } from "../../../../api/merges.ts";
import { bytes } from "../../../../components/format.ts";

/** The versions in the order in which they stand beside each other. */
export const VERSIONS: readonly RowVersion[] = ["theirs", "base", "ours"];

type CellInConflict = RowInConflict["key_cells"][number];

/** Writes a value as SQL has it; of one that is cut, its beginning and its length. */
export function cellWords(cell: CellInConflict | undefined): string {
  if (cell === undefined) return "";
  return cell.bytes === undefined ? cell.value : `${cell.value}… (${bytes(cell.bytes)})`;
}

/** Writes the key of a row. */
export function keyWords({ key_cells }: RowInConflict): string {
  return key_cells.map(cellWords).join(", ");
}
