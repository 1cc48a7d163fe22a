import { Check, Undo2 } from "lucide-react";
import type { RowInConflict, RowVersion, TableInConflict } from "../../../../api/merges.ts";
import { Button } from "../../../../components/button.tsx";
import { picksOf } from "../../../../model/merge/rows.ts";
import type { Picks } from "../../../../state/row-picks.ts";
import { text } from "../../../../strings/index.ts";
import type { SideWords } from "../../sides/sides.ts";
import styles from "./rows.module.css";
import { cellWords, keyWords, VERSIONS } from "./versions.ts";

const words = text.mergeRows;
const KEYS: Readonly<Record<RowVersion, string>> = { theirs: "1", base: "B", ours: "2" };

interface RowVersionsProps {
  readonly row: RowInConflict;
  readonly table: TableInConflict;
  readonly names: SideWords;
  readonly canWrite: boolean;
  readonly chosen: Picks | undefined;
  readonly onTake: (version: RowVersion | "undecided") => void;
  readonly onPick: (column: string, version: RowVersion) => void;
}

/** The three versions of a row: one is taken as a whole, or one of each column in conflict. */
export function RowVersions(props: RowVersionsProps) {
  const { row, table, names, canWrite, chosen, onTake, onPick } = props;
  const { decision } = row;
  const whole = decision === null ? table.take : decision.columns === undefined ? decision.take : null;
  const picks = picksOf(row, table.take, chosen);
  const isPicked = chosen !== undefined;
  const order = table.columns.map((name, no) => ({ name, no, open: row.columns.includes(name) }));
  const columns = [...order.filter(({ open }) => open), ...order.filter(({ open }) => !open)];
  const title = words.row(keyWords(row), table.table);
  return (
    <section className={styles.versions} aria-label={title} data-row-versions={row.key}>
      <header className={styles.rowHeader}>
        <h4 className="ellipsis" title={title}>
          {title}
        </h4>
        <p className="muted">{aboutRow(row)}</p>
        {decision !== null && (
          <Button icon={<Undo2 size={14} />} disabled={!canWrite} onClick={() => onTake("undecided")}>
            {words.reopen}
          </Button>
        )}
      </header>
      <table className={styles.grid}>
        <thead>
          <tr>
            <th scope="col">{words.column}</th>
            {VERSIONS.map((version) => {
              const isTaken = whole === version && !isPicked;
              const name = names[version];
              const label = row[version] === null ? words.takeGone(name) : words.takeRow(name);
              return (
                <th key={version} scope="col" data-side={version}>
                  <button
                    type="button"
                    className={styles.take}
                    data-side={version}
                    data-take-row={version}
                    data-key={KEYS[version]}
                    aria-keyshortcuts={KEYS[version]}
                    disabled={!canWrite}
                    aria-pressed={isTaken}
                    aria-label={label}
                    title={`${label} (${KEYS[version]})`}
                    onClick={() => onTake(version)}
                  >
                    {isTaken && <Check size={14} aria-hidden />}
                    <span className="ellipsis">{name}</span>
                  </button>
                </th>
              );
            })}
          </tr>
        </thead>
        <tbody>
          {columns.map(({ name, no, open }) => (
            <tr key={name} data-column={name} data-conflict={open}>
              <th scope="row" title={name}>
                {name}
              </th>
              {VERSIONS.map((version) => {
                const cells = row[version];
                const value = cells === null ? words.noRow : cellWords(cells[no]);
                if (!open || cells === null) {
                  return (
                    <td key={version} className="mono muted selectable" title={value}>
                      {value}
                    </td>
                  );
                }
                const isTaken = picks[name] === version;
                return (
                  <td key={version}>
                    <button
                      type="button"
                      className={`mono ${styles.value}`}
                      data-side={version}
                      data-pick={version}
                      disabled={!canWrite}
                      aria-pressed={isTaken}
                      aria-label={words.pick(name, value, names[version])}
                      title={value}
                      onClick={() => onPick(name, version)}
                    >
                      {isTaken && <Check size={14} aria-hidden />}
                      <span className="ellipsis">{value}</span>
                    </button>
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function aboutRow({ moved, columns }: RowInConflict): string {
  if (moved) return words.moved;
  return columns.length === 0 ? words.deleted : words.columnsDiffer(columns.length);
}
