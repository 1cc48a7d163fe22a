import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { asAppError } from "../../../api/bridge.ts";
import { conflictTablesQuery } from "../../../api/merges.ts";
import { Choice } from "../../../components/field.tsx";
import { ErrorPanel } from "../../../shared/error-panel.tsx";
import { text } from "../../../strings/index.ts";
import type { CardProps } from "./card.tsx";
import cards from "./cards.module.css";
import { decisionWords } from "./decision-words.ts";
import { ConflictTable } from "./rows/conflict-table.tsx";
import styles from "./rows/rows.module.css";
import { TableChoice } from "./rows/table-choice.tsx";

const words = text.mergeRows;
const WAYS = [
  { value: "rows", text: words.byRows },
  { value: "whole", text: words.whole },
] as const;

interface RowsCardProps extends CardProps {
  /** The card that decides the database as a whole. */
  readonly whole: ReactNode;
}

/** A database in conflict: its rows to decide, or its versions, of which one is taken. */
export function RowsCard({ whole, ...props }: RowsCardProps) {
  const { file, names } = props;
  const { take } = file.decision;
  const [way, setWay] = useState(take === "undecided" || take === "rows" ? "rows" : "whole");
  return (
    <div className={styles.card} data-card="rows">
      <div className={styles.bar}>
        <Choice label={words.way} value={way} options={WAYS} onChange={setWay} />
        {way === "rows" && take !== "undecided" && take !== "rows" && (
          <p className="muted">{words.takenWhole(decisionWords(file.decision, names))}</p>
        )}
      </div>
      {way === "rows" ? <ConflictTables {...props} /> : whole}
    </div>
  );
}

function ConflictTables({ info, file, names, canWrite }: CardProps) {
  const { data, error, refetch } = useQuery(conflictTablesQuery(info.id, file.path));
  const [chosen, setChosen] = useState<string | undefined>();
  if (error) {
    return (
      <div className={styles.trouble}>
        <ErrorPanel error={asAppError(error)} onRetry={() => void refetch()} />
      </div>
    );
  }
  if (data === undefined) {
    return (
      <p className={styles.loading} role="status">
        {words.loading}
      </p>
    );
  }
  const table =
    data.tables.find((each) => each.table === chosen) ??
    data.tables.find(({ conflicts, decided }) => decided < conflicts) ??
    data.tables[0];
  if (table === undefined) return <p className={styles.loading}>{words.none}</p>;
  const { conflicts = 0, resolved = 0 } = data.counts ?? {};
  return (
    <>
      <p className={cards.decision} role="status" data-rows-open={conflicts - resolved}>
        <span className={styles.progress}>{words.progress(resolved, conflicts)}</span>
      </p>
      {data.problem !== undefined && (
        <p className={styles.problem} role="alert">
          {words.problem(data.problem)}
        </p>
      )}
      <TableChoice tables={data.tables} chosen={table.table} onChoose={setChosen} />
      <ConflictTable
        key={table.table}
        database={{ merge: info.id, created: info.created, file }}
        table={table}
        names={names}
        canWrite={canWrite}
        onDecided={() => setChosen(table.table)}
      />
    </>
  );
}
