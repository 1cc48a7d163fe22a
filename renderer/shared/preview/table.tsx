import { useQueries, useQuery } from "@tanstack/react-query";
import { KeyRound, Rows3 } from "lucide-react";
import { useCallback, useMemo, useState } from "react";
import type { CommandOutput } from "../../../core/api/registry/invoke.ts";
import { asAppError } from "../../api/bridge.ts";
import { rowsQuery } from "../../api/queries.ts";
import { EmptyState } from "../../components/empty-state.tsx";
import { count } from "../../components/format.ts";
import { text } from "../../strings/index.ts";
import { ErrorPanel } from "../error-panel.tsx";
import cells from "./cell.module.css";
import { Cell, wordsOf } from "./cell.tsx";
import { columnWidths } from "./columns.ts";
import { Grid } from "./grid.tsx";
import styles from "./preview.module.css";

const words = text.files;
/** Rows, and values in them, that are asked for at once. */
const PAGE = { rows: 200, values: 20_000 };

type Table = CommandOutput<"sqlite.tables">["tables"][number];
type Rows = CommandOutput<"sqlite.rows">;

interface TableViewProps {
  readonly snapshot: string;
  readonly path: string;
  readonly table: Table;
}

/** The rows of one table, loaded as they come into view. */
export function TableView({ snapshot, path, table }: TableViewProps) {
  const size = Math.max(1, Math.min(PAGE.rows, Math.floor(PAGE.values / table.columns.length)));
  const query = (page: number) => rowsQuery(snapshot, path, table.name, page * size, size);
  const { data: start, error } = useQuery(query(0));
  const [range, setRange] = useState({ first: 0, last: 1 });
  const onRange = useCallback((first: number, last: number) => setRange({ first, last }), []);
  const firstPage = Math.floor(range.first / size);
  const pages = useQueries({
    queries: Array.from({ length: Math.ceil(range.last / size) - firstPage }, (_, no) =>
      query(firstPage + no),
    ),
  });
  const columns = useMemo(() => start && widthsOf(start), [start]);
  const failed = error ?? pages.find((page) => page.error !== null)?.error;
  if (failed) {
    return (
      <div className={styles.trouble}>
        <ErrorPanel error={asAppError(failed)} />
      </div>
    );
  }
  if (columns === undefined) return <div className={styles.view} />;
  const rowAt = (index: number) => pages[Math.floor(index / size) - firstPage]?.data?.rows[index % size];
  const last = pages.at(-1)?.data;
  // Where counting took too long, there is one more page as long as the last one is full.
  const known = firstPage * size + (pages.length - 1) * size + (last?.rows.length ?? 0);
  const total = table.rows ?? (last?.rows.length === size ? known + size : known);
  if (total === 0) return <EmptyState icon={<Rows3 size={28} />} title={words.noRows} />;
  return (
    <Grid
      label={table.name}
      count={total}
      columns={`${count(total).length + 4}ch ${columns}`}
      header={<Header columns={table.columns} />}
      onRange={onRange}
      renderRow={(index) => (
        <>
          <th scope="row" className={`${cells.cell} ${cells.number} mono muted`}>
            {count(index + 1)}
          </th>
          {rowAt(index)?.map((value, column) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: columns have no other name that is theirs alone.
            <Cell key={column} value={value} />
          ))}
        </>
      )}
    />
  );
}

function Header({ columns }: Pick<Table, "columns">) {
  return (
    <>
      <th scope="col" className={cells.cell}>
        <span className="visually-hidden">{words.rowNumber}</span>
      </th>
      {columns.map(({ name, type, primary_key }) => (
        <th key={name} scope="col" className={cells.cell} title={`${name} ${type}`.trim()}>
          {primary_key && <KeyRound className={cells.key} size={12} role="img" aria-label={words.key} />}
          <span className={cells.column}>{name}</span> <span className="mono">{type}</span>
        </th>
      ))}
    </>
  );
}

/** Names stand before their types. */
function widthsOf({ columns, rows }: Rows): string {
  const names = columns.map(({ name, type, primary_key }) => `${primary_key ? "   " : ""}${name} ${type}`);
  return columnWidths(
    names,
    rows.slice(0, 100).map((row) => row.map(wordsOf)),
  );
}
