import { text } from "../strings/index.ts";
import styles from "./opening.module.css";
import { widthsBefore } from "./pane-widths.ts";

const PANES = [
  { name: "labels", rows: ["70%", "52%", "64%", "46%", "58%"] },
  { name: "history", rows: ["80%", "62%", "74%", "55%", "68%", "60%"] },
  { name: "snapshot", rows: ["38%", "52%", "30%", "44%", "36%", "48%", "33%"] },
] as const;

/** Stands in the panes' place while the store opens; invisible at first, since most open at once. */
export function Opening() {
  const { labels, history } = widthsBefore();
  const widths = { labels, history, snapshot: undefined };
  return (
    <div className={styles.opening} role="status" aria-label={text.shell.opening}>
      {PANES.map(({ name, rows }) => (
        <div key={name} className={styles[name]} style={{ width: widths[name] }}>
          <div className={styles.header} />
          {rows.map((width) => (
            <div key={width} className={styles.row} style={{ width }} />
          ))}
        </div>
      ))}
    </div>
  );
}
