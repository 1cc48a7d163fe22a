import type { CommandOutput } from "../../../core/api/registry/invoke.ts";
import { bytes } from "../../components/format.ts";
import styles from "./cell.module.css";

/** A value in a row of a database. */
export type CellValue = CommandOutput<"sqlite.rows">["rows"][number][number];

/** One value of a table, as what it is: numbers to the right, NULL and bytes apart from texts that say the same. */
export function Cell({ value }: { readonly value: CellValue }) {
  const shown = wordsOf(value);
  return (
    <td className={`${styles.cell} ${styles[kindOf(value)]} mono selectable`} title={shown}>
      {shown}
    </td>
  );
}

function kindOf(value: CellValue): "null" | "number" | "blob" | "string" {
  if (value === null) return "null";
  if (typeof value === "number" || "integer" in value) return "number";
  return "blob" in value ? "blob" : "string";
}

/** Writes a value as it is shown. */
export function wordsOf(value: CellValue): string {
  if (value === null) return "NULL";
  if (typeof value === "number") return String(value);
  if ("integer" in value) return value.integer;
  if ("text" in value) return value.truncated ? `${value.text}…` : value.text;
  const hex = value.hex.replace(/(..)(?=.)/g, "$1 ");
  return `${bytes(value.blob)} · ${hex}${value.hex.length / 2 < value.blob ? "…" : ""}`;
}
