import { text } from "../strings/index.ts";
import styles from "./counts.module.css";
import { count } from "./format.ts";

export type ChangeKind = "added" | "modified" | "removed";

/** The sign that always goes with a change's colour. */
export const SIGNS = { added: "+", modified: "~", removed: "−" } as const;

/** The sign of a path's change. */
export function Sign({ kind }: { readonly kind: ChangeKind }) {
  return (
    <span className={`mono ${styles[kind]}`} role="img" aria-label={text.common.changes[kind]}>
      {SIGNS[kind]}
    </span>
  );
}

interface CountsProps {
  readonly added: number;
  readonly modified: number;
  readonly removed: number;
}

/** The numbers of added, changed and removed paths: `+3 ~1 −2`, without zeros. */
export function Counts(counts: CountsProps) {
  const kinds = (["added", "modified", "removed"] as const).filter((kind) => counts[kind] > 0);
  const words = kinds.map((kind) => text.common.changed[kind](counts[kind])).join(", ");
  return (
    <span className={`mono ${styles.counts}`} role="img" aria-label={words || text.common.noChanges}>
      {kinds.map((kind) => (
        <span key={kind} className={styles[kind]}>
          {SIGNS[kind]}
          {count(counts[kind])}
        </span>
      ))}
    </span>
  );
}
