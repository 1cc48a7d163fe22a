import { type ReactNode, type Ref, useEffect, useImperativeHandle, useRef } from "react";
import { useFixedRows } from "./fixed-rows.ts";
import styles from "./grid.module.css";

/** The height of every row, in pixels. */
export const GRID_ROW = 24;

/** The actions of a grid. */
export interface GridHandle {
  scrollTo(row: number): void;
}

interface GridProps {
  readonly label: string;
  readonly count: number;
  /** The names of the columns, as `th` elements. */
  readonly header: ReactNode;
  /** The widths of the columns, as `grid-template-columns` has them. */
  readonly columns: string;
  /** The cells of a row: `th` and `td`. */
  readonly renderRow: (index: number) => ReactNode;
  /** Called with the rows that are in view, the last one not included. */
  readonly onRange: (first: number, last: number) => void;
  readonly ref?: Ref<GridHandle>;
}

/** A table of any length that renders only the rows in view and scrolls by the usual keys. */
export function Grid({ label, count, header, columns, renderRow, onRange, ref }: GridProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const { first, last } = useFixedRows(scroller, count, GRID_ROW);
  useImperativeHandle(ref, () => ({
    scrollTo: (row) => scroller.current?.scrollTo({ top: row * GRID_ROW }),
  }));
  useEffect(() => {
    if (last > first) onRange(first, last);
  }, [first, last, onRange]);
  const template = { gridTemplateColumns: columns };
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard.
    <section ref={scroller} className={styles.scroller} aria-label={label} tabIndex={0}>
      <table className={styles.table} aria-label={label} aria-rowcount={count + 1}>
        <thead className={styles.block}>
          <tr aria-rowindex={1} className={`${styles.cells} ${styles.header}`} style={template}>
            {header}
          </tr>
        </thead>
        <tbody className={styles.space} style={{ height: count * GRID_ROW }}>
          {Array.from({ length: Math.max(0, last - first) }, (_, no) => first + no).map((index) => (
            <tr
              key={index}
              aria-rowindex={index + 2}
              className={`${styles.cells} ${styles.line}`}
              style={{ ...template, transform: `translateY(${index * GRID_ROW}px)` }}
            >
              {renderRow(index)}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
