import { useQueries, useQuery } from "@tanstack/react-query";
import { Equal, KeyRound } from "lucide-react";
import { useCallback, useMemo, useState } from "react";
import type { CommandOutput } from "../../../core/api/registry/invoke.ts";
import { asAppError } from "../../api/bridge.ts";
import { changedRowsQuery, type DatabasePair } from "../../api/queries.ts";
import { Sign } from "../../components/counts.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { text } from "../../strings/index.ts";
import { ErrorPanel } from "../error-panel.tsx";
import { type CellValue, wordsOf } from "../preview/cell.tsx";
import { columnWidths } from "../preview/columns.ts";
import { Grid } from "../preview/grid.tsx";
import styles from "./changes.module.css";
import cells from "./database-changes.module.css";

const words = text.compare.database;
/** Rows that are asked for at once; of a table with many columns it takes fewer to make an answer of a fair size. */
const PAGE = { rows: 100, values: 10_000 };

type Answer = CommandOutput<"sqlite.changes">;
type Row = Answer["rows"][number];

/** The rows of one table that changed, loaded as they come into view; in changed ones, what was and what is. */
export function TableChanges({ pair, table }: { readonly pair: DatabasePair; readonly table: string }) {
  const { data: first, error } = useQuery(changedRowsQuery(pair, table, 0, 1));
  if (error) {
    return (
      <div className={styles.trouble}>
        <ErrorPanel error={asAppError(error)} />
      </div>
    );
  }
  if (first === undefined) return null;
  if (first.total === 0) return <EmptyState icon={<Equal size={28} />} title={words.sameRows} />;
  return <Rows pair={pair} table={table} first={first} />;
}

interface RowsProps {
  readonly pair: DatabasePair;
  readonly table: string;
  readonly first: Answer;
}

function Rows({ pair, table, first }: RowsProps) {
  const { total, columns, counts, keyed } = first;
  const size = Math.max(1, Math.min(PAGE.rows, Math.floor(PAGE.values / Math.max(1, columns.length))));
  const query = (page: number) => changedRowsQuery(pair, table, page * size, size);
  const [range, setRange] = useState({ first: 0, last: 1 });
  const onRange = useCallback((first: number, last: number) => setRange({ first, last }), []);
  const firstPage = Math.floor(range.first / size);
  const pages = useQueries({
    queries: Array.from({ length: Math.max(1, Math.ceil(range.last / size) - firstPage) }, (_, no) =>
      query(firstPage + no),
    ),
  });
  const { data: start } = useQuery(query(0));
  const widths = useMemo(() => start && widthsOf(start), [start]);
  const rowAt = (index: number) => pages[Math.floor(index / size) - firstPage]?.data?.rows[index % size];
  const all = counts.added + counts.modified + counts.removed;
  const remarks = [...(keyed ? [] : [words.byNumber]), ...(total < all ? [words.listed(total)] : [])];
  if (widths === undefined) return null;
  return (
    <>
      {remarks.length > 0 && <p className={styles.remarks}>{remarks.join(" ")}</p>}
      <Grid
        label={words.rows(table)}
        count={total}
        columns={`6ch ${widths}`}
        header={<Header columns={columns} />}
        onRange={onRange}
        renderRow={(index) => <Cells row={rowAt(index)} />}
      />
    </>
  );
}

function Cells({ row }: { readonly row: Row | undefined }) {
  if (row === undefined) return <th scope="row" />;
  const { change, before, after, changed } = row;
  const values = after ?? before ?? [];
  return (
    <>
      <th scope="row" className={cells.cell}>
        <Sign kind={change} />
      </th>
      {values.map((value, column) => {
        const was = changed.includes(column) ? before?.[column] : undefined;
        // biome-ignore lint/suspicious/noArrayIndexKey: columns have no other name that is theirs alone.
        return <Cell key={column} change={change} was={was} value={value} />;
      })}
    </>
  );
}

interface CellProps {
  readonly change: Row["change"];
  /** The value before the change. */
  readonly was: CellValue | undefined;
  readonly value: CellValue;
}

function Cell({ change, was, value }: CellProps) {
  const now = wordsOf(value);
  if (was === undefined) {
    return (
      <td className={`${cells.cell} mono selectable`} data-row={change} title={now}>
        {now}
      </td>
    );
  }
  const before = wordsOf(was);
  return (
    <td className={`${cells.cell} mono selectable`} data-changed title={`${before} → ${now}`}>
      <del className={cells.was}>
        <span className="visually-hidden">{words.was} </span>
        {before}
      </del>
      <span aria-hidden> → </span>
      <ins className={cells.is}>{now}</ins>
    </td>
  );
}

function Header({ columns }: Pick<Answer, "columns">) {
  return (
    <>
      <th scope="col" className={cells.cell}>
        <span className="visually-hidden">{words.change}</span>
      </th>
      {columns.map(({ name, type, primary_key, change }) => (
        <th key={name} scope="col" className={cells.cell} title={`${name} ${type}`.trim()}>
          {primary_key && <KeyRound size={12} role="img" aria-label={text.files.key} />}
          {change && <Sign kind={change} />} <span className={cells.column}>{name}</span>{" "}
          <span className="mono">{type}</span>
        </th>
      ))}
    </>
  );
}

/** A changed value has what it was beside it. */
function widthsOf({ columns, rows }: Answer): string {
  const names = columns.map(({ name, type, primary_key }) => `${primary_key ? "   " : ""}${name} ${type}`);
  const shown = rows.map(({ before, after, changed }) =>
    columns.map((_, column) => {
      const value = wordsOf((after ?? before)?.[column] ?? null);
      return changed.includes(column) ? `${wordsOf(before?.[column] ?? null)} → ${value}` : value;
    }),
  );
  return columnWidths(names, shown);
}
