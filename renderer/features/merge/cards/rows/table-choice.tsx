import { Table2 } from "lucide-react";
import type { TableInConflict } from "../../../../api/merges.ts";
import { text } from "../../../../strings/index.ts";
import styles from "./rows.module.css";

const words = text.mergeRows;

interface TableChoiceProps {
  readonly tables: readonly TableInConflict[];
  readonly chosen: string;
  readonly onChoose: (table: string) => void;
}

/** The tables with rows in conflict, each with how many of them are open. */
export function TableChoice({ tables, chosen, onChoose }: TableChoiceProps) {
  return (
    <fieldset className={styles.tables} aria-label={words.tables}>
      {tables.map(({ table, conflicts, decided }) => (
        <button
          key={table}
          type="button"
          className={styles.tableName}
          data-conflict-table={table}
          aria-pressed={table === chosen}
          onClick={() => onChoose(table)}
        >
          <Table2 size={14} aria-hidden />
          <span className="ellipsis">{table}</span>
          <span className={styles.open} data-open={decided < conflicts}>
            {words.openRows(conflicts - decided)}
          </span>
        </button>
      ))}
    </fieldset>
  );
}
