import { ChevronRight } from "lucide-react";
import { type ReactNode, useState } from "react";
import { type ChangeKind, Sign } from "../../components/counts.tsx";
import { text } from "../../strings/index.ts";
import styles from "./path-list.module.css";

/** A path with a remark. */
export interface PathRemark {
  readonly path: string;
  readonly change?: ChangeKind;
  readonly reason?: string;
}

interface PathListProps {
  readonly title: string;
  /** Further content of the line. */
  readonly more?: ReactNode;
  readonly rows: readonly PathRemark[];
  /** The number of all rows; `rows` has the first of them. */
  readonly count: number;
}

/** A line that opens to paths. */
export function PathList({ title, more, rows, count }: PathListProps) {
  return (
    <Fold
      title={
        <>
          {title}
          {more}
        </>
      }
    >
      <Paths label={title} rows={rows} count={count} />
    </Fold>
  );
}

/** A line that unfolds. Folded content is not rendered. */
export function Fold({ title, children }: { readonly title: ReactNode; readonly children: ReactNode }) {
  const [open, setOpen] = useState(false);
  return (
    <details className={styles.details} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className={styles.summary}>
        <ChevronRight className={styles.arrow} size={14} aria-hidden />
        {title}
      </summary>
      {open && children}
    </details>
  );
}

/** The most paths that are listed. */
const MOST = 500;

interface PathsProps extends Pick<PathListProps, "rows" | "count"> {
  readonly label: string;
}

/** Paths, one a line, in a box of their own. */
export function Paths({ label, rows, count }: PathsProps) {
  const shown = rows.slice(0, MOST);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard.
    <ul className={styles.list} tabIndex={0} aria-label={label}>
      {shown.map(({ path, change, reason }) => (
        <li key={`${change} ${path} ${reason}`} className={styles.row}>
          {change && <Sign kind={change} />}
          <span className={`mono selectable ${styles.path}`} title={path}>
            {path}
          </span>
          {reason && <span className={`muted ${styles.reason}`}>{reason}</span>}
        </li>
      ))}
      {count > shown.length && <li className="muted">{text.importing.more(count - shown.length)}</li>}
    </ul>
  );
}
