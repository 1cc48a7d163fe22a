import { Layers } from "lucide-react";
import { text } from "../../strings/index.ts";
import { useDrop } from "./drop.ts";
import styles from "./drop-overlay.module.css";

/** Says what a drop on the window would do. */
export function DropOverlay() {
  const over = useDrop((state) => state.over);
  if (over === null) return null;
  return (
    <div className={styles.overlay} role="status" data-drop>
      <div className={styles.words}>
        <Layers size={32} aria-hidden />
        <p className={styles.title}>{text.importing.drop.title}</p>
        <p>{text.importing.drop.about(over)}</p>
      </div>
    </div>
  );
}
