import type { RowInConflict } from "../../../../api/merges.ts";
import { picksOf, type Rest } from "../../../../model/merge/rows.ts";
import type { Picks } from "../../../../state/row-picks.ts";
import { text } from "../../../../strings/index.ts";
import type { SideWords } from "../../sides/sides.ts";
import styles from "./rows.module.css";
import { keyWords } from "./versions.ts";

const words = text.mergeRows;

interface ConflictRowProps {
  readonly row: RowInConflict | undefined;
  readonly rest: Rest;
  readonly names: SideWords;
  readonly chosen: Picks | undefined;
}

/** A row in conflict in the list: whether it is open, its key, and what is taken. */
export function ConflictRow({ row, ...props }: ConflictRowProps) {
  if (row === undefined) return <div className={styles.row} />;
  const isOpen = row.decision === null && props.rest === null;
  const key = keyWords(row);
  return (
    <div className={styles.row} data-open={isOpen} title={key}>
      <span className="mono" aria-hidden>
        {isOpen ? text.merge.stateSigns.open : text.merge.stateSigns.resolved}
      </span>
      <span className={`mono ellipsis ${styles.key}`}>{key}</span>
      <span className={`ellipsis ${styles.taken}`}>{takenWords({ row, ...props })}</span>
    </div>
  );
}

function takenWords({ row, rest, names, chosen }: ConflictRowProps & { readonly row: RowInConflict }) {
  const { decision, columns } = row;
  if (decision !== null) return decision.columns === undefined ? names[decision.take] : words.byColumn;
  if (rest !== null) return words.withRest(names[rest]);
  const picked = Object.keys(picksOf(row, rest, chosen)).length;
  return picked === 0 ? words.open : words.openPicked(picked, columns.length);
}
