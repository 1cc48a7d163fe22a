import type { LabelItem } from "../../api/queries.ts";
import { text } from "../../strings/index.ts";
import styles from "./label-row.module.css";

const words = text.retention;

/** Says how much of a label's history is kept; nothing where that is everything. */
export function RetentionBadge({ label }: { readonly label: LabelItem }) {
  const { retention, own_retention: own } = label;
  if (retention?.keep === "everything") return null;
  const [short, long] =
    retention === null
      ? [words.damaged, words.damagedAbout]
      : [words.nameOf(retention), words.keeps(retention, own)];
  return (
    <span
      className={styles.retention}
      role="img"
      aria-label={long}
      title={long}
      data-damaged={retention === null}
    >
      {short}
    </span>
  );
}
