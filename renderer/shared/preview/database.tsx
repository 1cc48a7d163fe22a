import { useQuery } from "@tanstack/react-query";
import { ChevronDown, Table2 } from "lucide-react";
import { useState } from "react";
import { asAppError } from "../../api/bridge.ts";
import { tablesQuery } from "../../api/queries.ts";
import { Button } from "../../components/button.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { WithMenu } from "../../components/menu.tsx";
import { text } from "../../strings/index.ts";
import { ErrorPanel } from "../error-panel.tsx";
import styles from "./preview.module.css";
import { TableView } from "./table.tsx";

const words = text.files;

interface DatabaseViewProps {
  readonly snapshot: string;
  readonly path: string;
  readonly onBytes: () => void;
}

/** A database as its tables. */
export function DatabaseView({ snapshot, path, onBytes }: DatabaseViewProps) {
  const [chosen, setChosen] = useState("");
  const { data, error } = useQuery(tablesQuery(snapshot, path));
  if (error) {
    return (
      <div className={styles.trouble}>
        <ErrorPanel error={asAppError(error)}>
          <Button onClick={onBytes}>{words.asBytes}</Button>
        </ErrorPanel>
      </div>
    );
  }
  if (data === undefined) return <div className={styles.strip} />;
  const table = data.tables.find(({ name }) => name === chosen) ?? data.tables[0];
  if (table === undefined) {
    return (
      <EmptyState icon={<Table2 size={28} />} title={words.noTables}>
        {words.noTablesAbout}
      </EmptyState>
    );
  }
  const rowsOf = (rows: number | null) => (rows === null ? words.rowsUnknown : words.rows(rows));
  const items = () =>
    data.tables.map(({ name, rows }) => ({ text: name, shortcut: rowsOf(rows), run: () => setChosen(name) }));
  return (
    <>
      <div className={styles.strip}>
        <WithMenu items={items} align="start">
          <Button icon={<Table2 size={14} />} aria-label={`${words.table}: ${table.name}`}>
            {table.name}
            <ChevronDown className={styles.down} size={14} aria-hidden />
          </Button>
        </WithMenu>
        <span className="muted">{rowsOf(table.rows)}</span>
      </div>
      <TableView key={table.name} snapshot={snapshot} path={path} table={table} />
    </>
  );
}
