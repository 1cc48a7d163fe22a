import { useEffect, useRef, useState } from "react";
import { asAppError } from "../../../../api/bridge.ts";
import type { RowVersion, TableInConflict } from "../../../../api/merges.ts";
import { VirtualList } from "../../../../components/virtual-list.tsx";
import { tellFailed } from "../../../../model/attempt.ts";
import { type MergeDatabase, pickColumn, rowName, takeRest, takeRow } from "../../../../model/merge/rows.ts";
import { ErrorPanel } from "../../../../shared/error-panel.tsx";
import { useMergeView } from "../../../../state/merge-view.ts";
import { useRowPicks } from "../../../../state/row-picks.ts";
import { text } from "../../../../strings/index.ts";
import type { SideWords } from "../../sides/sides.ts";
import { ConflictRow } from "./conflict-row.tsx";
import { RowVersions } from "./row-versions.tsx";
import styles from "./rows.module.css";
import { useConflictRows } from "./use-conflict-rows.ts";
import { useRowKeys } from "./use-row-keys.ts";
import { VERSIONS } from "./versions.ts";

const words = text.mergeRows;
const ROW = 28;

interface ConflictTableProps {
  readonly database: MergeDatabase;
  readonly table: TableInConflict;
  readonly names: SideWords;
  readonly canWrite: boolean;
  /** Called at every decision: the table then stays the chosen one. */
  readonly onDecided: () => void;
}

/** The rows in conflict of a table, and the versions of the one at hand. */
export function ConflictTable({ database, table, names, canWrite, onDecided }: ConflictTableProps) {
  const rows = useConflictRows(database, table.table, table.conflicts);
  const [at, setAt] = useState(0);
  const { isBusy, run } = useBusy(onDecided);
  const picks = useRowPicks((state) => state.rows);
  const row = rows.at(at);
  const rest = table.take;

  const advance = () => {
    if (!useMergeView.getState().settings.advance) return;
    for (let next = at + 1; next < table.conflicts; next++) {
      const other = rows.at(next);
      if (other === undefined || (other.decision === null && rest === null)) return setAt(next);
    }
  };
  const take = (version: RowVersion | "undecided") => {
    if (row === undefined) return;
    run(takeRow(database, row, version), () => setAt(at));
    if (version !== "undecided") advance();
  };
  useRowKeys(canWrite ? take : undefined);
  const takeOthers = (version: RowVersion) => {
    const isTaken = rest === version;
    const said = isTaken ? words.restReopened(table.table) : words.restTaken(names[version], table.table);
    run(takeRest(database, table.table, isTaken ? "undecided" : version, said));
  };

  return (
    <div className={styles.table} aria-busy={isBusy} data-busy={isBusy}>
      <fieldset className={styles.rest} aria-label={words.rest}>
        <span>{words.rest}</span>
        {VERSIONS.map((version) => (
          <button
            key={version}
            type="button"
            className={styles.take}
            data-side={version}
            data-rest={version}
            disabled={!canWrite}
            aria-pressed={rest === version}
            title={words.restTip(names[version], table.table)}
            onClick={() => takeOthers(version)}
          >
            <span className="ellipsis">{words.take(names[version])}</span>
          </button>
        ))}
      </fieldset>
      {rows.error && <ErrorPanel error={rows.error} onRetry={rows.retry} />}
      <div className={styles.split}>
        <div className={styles.list}>
          <VirtualList
            label={words.rowsOf(table.table)}
            count={table.conflicts}
            rowHeight={ROW}
            selected={at}
            onSelect={setAt}
            onRange={rows.onRange}
            rowProps={(index) => ({ "data-conflict-row": rows.at(index)?.key })}
            renderRow={(index) => {
              const shown = rows.at(index);
              return (
                <ConflictRow
                  row={shown}
                  rest={rest}
                  names={names}
                  chosen={shown && picks[rowName(database, shown)]}
                />
              );
            }}
          />
        </div>
        {row && (
          <RowVersions
            key={row.key}
            row={row}
            table={table}
            names={names}
            canWrite={canWrite}
            chosen={picks[rowName(database, row)]}
            onTake={take}
            onPick={(column, version) => run(pickColumn(database, row, rest, { column, version }))}
          />
        )}
      </div>
    </div>
  );
}

/** Follows whether decisions are being written; tells of those that failed. */
function useBusy(onDecided: () => void) {
  const [running, setRunning] = useState(0);
  const isThere = useRef(true);
  useEffect(() => {
    isThere.current = true;
    return () => {
      isThere.current = false;
    };
  }, []);
  const run = (work: Promise<void>, onFailed?: () => void) => {
    onDecided();
    setRunning((count) => count + 1);
    work
      .catch((thrown: unknown) => {
        tellFailed(asAppError(thrown).message, thrown);
        onFailed?.();
      })
      .finally(() => {
        if (isThere.current) setRunning((count) => count - 1);
      });
  };
  return { isBusy: running > 0, run };
}
