import { Separator } from "react-resizable-panels";
import styles from "./split-separator.module.css";

/** The line between two panes, which is dragged, or moved by the arrow keys. */
export function SplitSeparator({ label }: { readonly label: string }) {
  return <Separator className={styles.separator} aria-label={label} />;
}
