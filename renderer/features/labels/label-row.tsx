import { Lock, Pin } from "lucide-react";
import { memo } from "react";
import type { LabelItem } from "../../api/queries.ts";
import { Ago } from "../../components/ago.tsx";
import { bytes, count } from "../../components/format.ts";
import { LabelDot } from "../../components/label-dot.tsx";
import { CopyBadges } from "../../shared/rows/change-badge.tsx";
import { MergeBadge } from "../../shared/rows/merge-badge.tsx";
import { text } from "../../strings/index.ts";
import styles from "./label-row.module.css";
import { RetentionBadge } from "./retention-badge.tsx";

const words = text.labels;
/** The length of a long name's end that stays visible, since names in folders differ there. */
const TAIL = 10;
const LONG = 24;

/** A label in two lines: which, and what happened to it last. */
export const LabelRow = memo(function LabelRow({ label }: { readonly label: LabelItem }) {
  const { name, pinned, protected: isProtected, at, files, bytes: size } = label;
  const isDeleted = label.ca_id === null;
  const tail = name.length > LONG ? TAIL : 0;
  return (
    <div className={`${styles.row} ${isDeleted ? styles.deleted : ""}`}>
      <LabelDot name={name} />
      <div className={styles.lines}>
        <div className={styles.line}>
          {tail > 0 && <span className="visually-hidden">{name}</span>}
          <span className={styles.name} title={name} aria-hidden={tail > 0}>
            <span className="ellipsis">{name.slice(0, name.length - tail)}</span>
            {tail > 0 && <span>{name.slice(-tail)}</span>}
          </span>
          {pinned && <Pin size={12} role="img" aria-label={words.pinned} />}
          {isProtected && <Lock size={12} role="img" aria-label={words.protection.is} />}
          <MergeBadge label={name} />
          <CopyBadges label={name} />
          <span className={styles.when}>
            <Ago at={at} />
          </span>
        </div>
        <div className={`${styles.line} ${styles.second}`}>
          <span className="ellipsis">{lastMoveOf(label)}</span>
          <RetentionBadge label={label} />
          {isDeleted ? <span>{words.deleted}</span> : <Size files={files} size={size} />}
        </div>
      </div>
    </div>
  );
});

/** Stands for a label that is not loaded yet. */
export function LabelSkeleton() {
  return (
    <div className={styles.row} aria-hidden>
      <span className={styles.dot} />
      <div className={styles.lines}>
        <div className={styles.bone} />
        <div className={`${styles.bone} ${styles.short}`} />
      </div>
    </div>
  );
}

function lastMoveOf({ message, op, actor }: LabelItem): string {
  return message.split("\n", 1)[0] || words.lastMove(op, actor);
}

/** Nothing where the snapshot cannot be read. */
function Size({ files, size }: { readonly files: number | undefined; readonly size: number | undefined }) {
  if (files === undefined || size === undefined) return null;
  return (
    <span className={`mono ${styles.size}`} role="img" aria-label={words.holds(files, bytes(size))}>
      {count(files)} · {bytes(size)}
    </span>
  );
}
