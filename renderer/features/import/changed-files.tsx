import { type KeyboardEvent, useDeferredValue, useMemo, useState } from "react";
import { Counts, Sign } from "../../components/counts.tsx";
import { SearchField } from "../../components/field.tsx";
import { Tip } from "../../components/tip.tsx";
import { VirtualList } from "../../components/virtual-list.tsx";
import type { Preflight } from "../../model/import/plan.ts";
import { text } from "../../strings/index.ts";
import styles from "./changed-files.module.css";

const words = text.importing.changes;
const ROW = 28;
/** The rows in view at once; beyond them a filter is worth its place. */
const SEEN = 5;

/** Lists the changed files on disk: the first ones, as many as a preflight reports. */
export function ChangedFiles({ found: { changes, counts } }: { readonly found: Preflight }) {
  const [filter, setFilter] = useState("");
  const [row, setRow] = useState(-1);
  const sought = useDeferredValue(filter.trim().toLowerCase());
  const rows = useMemo(
    () => (sought === "" ? changes : changes.filter(({ path }) => path.toLowerCase().includes(sought))),
    [changes, sought],
  );
  const all = counts.added + counts.modified + counts.removed;
  const find = (next: string) => {
    setFilter(next);
    setRow(-1);
  };
  return (
    <section className={styles.changed} aria-label={words.list}>
      <div className={styles.title}>
        <Tip text={words.someTip}>
          <h3>{words.some}</h3>
        </Tip>
        <Counts {...counts} />
      </div>
      {changes.length > SEEN && (
        // biome-ignore lint/a11y/noStaticElementInteractions: it only keeps a key to itself that is meant for the field in it.
        <div className={styles.filter} onKeyDown={keepEnter}>
          <SearchField label={words.filter} value={filter} onChange={find} />
        </div>
      )}
      <div className={styles.rows} style={{ height: Math.min(SEEN, Math.max(1, rows.length)) * ROW }}>
        {rows.length === 0 ? (
          <p className={`muted ${styles.none}`}>{words.noMatch}</p>
        ) : (
          <VirtualList
            label={words.list}
            count={rows.length}
            rowHeight={ROW}
            selected={row}
            onSelect={setRow}
            rowProps={(at) => ({ "data-path": rows[at]?.path })}
            renderRow={(at) => <ChangedRow change={rows[at]} />}
          />
        )}
      </div>
      <p className="visually-hidden" role="status">
        {sought !== "" && words.matches(rows.length)}
      </p>
      {all > changes.length && <p className="muted">{words.firstOf(changes.length, all)}</p>}
    </section>
  );
}

function ChangedRow({ change }: { readonly change: Preflight["changes"][number] | undefined }) {
  if (change === undefined) return null;
  return (
    <div className={styles.row}>
      <Sign kind={change.change} />
      <span className="mono ellipsis" title={change.path}>
        {change.path}
      </span>
    </div>
  );
}

/** Who looks for a file does not want to take the snapshot yet. */
function keepEnter(event: KeyboardEvent): void {
  if (event.key === "Enter") event.preventDefault();
}
