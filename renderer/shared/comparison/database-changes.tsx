import { useQuery } from "@tanstack/react-query";
import { ChevronDown, Equal, Table2 } from "lucide-react";
import { useState } from "react";
import type { CommandOutput } from "../../../core/api/registry/invoke.ts";
import { asAppError } from "../../api/bridge.ts";
import { changedTablesQuery, type DatabasePair } from "../../api/queries.ts";
import { Button } from "../../components/button.tsx";
import { Counts, SIGNS } from "../../components/counts.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { count } from "../../components/format.ts";
import { WithMenu } from "../../components/menu.tsx";
import { text } from "../../strings/index.ts";
import { ErrorPanel } from "../error-panel.tsx";
import styles from "./changes.module.css";
import rows from "./database-changes.module.css";
import { TableChanges } from "./table-changes.tsx";

type Table = CommandOutput<"sqlite.compare">["tables"][number];

const words = text.compare.database;

interface DatabaseChangesProps {
  readonly pair: DatabasePair;
  /** Shows what else is known of the two files. */
  readonly onFacts: () => void;
}

/** Shows which tables of a database changed, and which rows of the selected table. */
export function DatabaseChanges({ pair, onFacts }: DatabaseChangesProps) {
  const [chosen, setChosen] = useState("");
  const { data, error } = useQuery(changedTablesQuery(pair));
  if (error) {
    return (
      <div className={styles.trouble}>
        <ErrorPanel error={asAppError(error)}>
          <Button onClick={onFacts}>{words.facts}</Button>
        </ErrorPanel>
      </div>
    );
  }
  if (data === undefined) return <div className={rows.strip} aria-busy />;
  const changed = data.tables.filter(isChanged);
  const table = data.tables.find(({ name }) => name === chosen) ?? changed[0];
  if (table === undefined) {
    return (
      <EmptyState icon={<Equal size={28} />} title={words.same}>
        {words.sameAbout}
        <Button onClick={onFacts}>{words.facts}</Button>
      </EmptyState>
    );
  }
  // Changed tables come first.
  const items = () =>
    [...changed, ...data.tables.filter((each) => !isChanged(each))].map((each) => ({
      text: each.name,
      shortcut: shortWords(each),
      run: () => setChosen(each.name),
    }));
  return (
    <div className={rows.database}>
      <div className={rows.strip}>
        <WithMenu items={items} align="start">
          <Button icon={<Table2 size={14} />} aria-label={`${words.table}: ${table.name}`}>
            {table.name}
            <ChevronDown className={rows.down} size={14} aria-hidden />
          </Button>
        </WithMenu>
        {table.change && (
          <span className="muted">{table.change === "added" ? words.newTable : words.goneTable}</span>
        )}
        {table.counts && <Counts {...table.counts} />}
        <span className={`muted ${rows.sum}`}>{words.tables(changed.length)}</span>
      </div>
      <TableChanges key={table.name} pair={pair} table={table.name} />
    </div>
  );
}

/** Whether something of a table changed, as far as is known. */
function isChanged({ change, counts }: Table): boolean {
  return change !== undefined || counts === null || counts.added + counts.modified + counts.removed > 0;
}

function shortWords(table: Table): string {
  if (table.counts === null) return words.many;
  const kinds = (["added", "modified", "removed"] as const).filter((kind) => (table.counts?.[kind] ?? 0) > 0);
  if (kinds.length > 0)
    return kinds.map((kind) => `${SIGNS[kind]}${count(table.counts?.[kind] ?? 0)}`).join(" ");
  if (table.change !== undefined) return table.change === "added" ? words.newTable : words.goneTable;
  return words.unchanged;
}
