import { useQuery } from "@tanstack/react-query";
import { Bookmark } from "lucide-react";
import { memo } from "react";
import { EVERYTHING } from "../../api/chosen.ts";
import { type HistoryItem, historyQuery, PAGE } from "../../api/queries.ts";
import { Ago } from "../../components/ago.tsx";
import { Counts } from "../../components/counts.tsx";
import { bytes, dayText, shortTime } from "../../components/format.ts";
import { Tip } from "../../components/tip.tsx";
import { KIND_ICONS, STEP_ICONS } from "../../shared/history/kind-icons.tsx";
import { actorWords, layerThickness, moveWords } from "../../shared/history/move-words.ts";
import { text } from "../../strings/index.ts";
import { Gutter } from "./gutter.tsx";
import type { Joint } from "./joints.ts";
import styles from "./move-row.module.css";

interface MoveRowProps {
  readonly label: string;
  readonly entry: HistoryItem;
  /** The number of the label's moves. */
  readonly moves: number;
  readonly above: Joint;
  readonly below: Joint;
  readonly lanes: number;
}

/** A move of a label: what it was, what it brought, who made it and when. */
export const MoveRow = memo(function MoveRow({ label, entry, moves, above, below, lanes }: MoveRowProps) {
  const { op, at, actor, changes } = entry;
  const isHead = entry.index === moves - 1;
  const step = entry.undid ? "undo" : entry.redid ? "redo" : undefined;
  const Icon = step === undefined ? KIND_ICONS[op] : STEP_ICONS[step];
  return (
    <div className={styles.row} data-deleted={entry.to === null} data-pruned={entry.pruned}>
      <Gutter
        op={op}
        joins={op === "merge" || entry.parents !== undefined}
        thickness={layerThickness(changes?.bytes ?? 0)}
        isHead={isHead}
        above={above}
        below={below}
        lanes={lanes}
      />
      <div className={styles.words}>
        <div className={styles.line}>
          <span className={styles.what} title={entry.message || undefined}>
            {op === "reset" &&
            step === undefined &&
            entry.message === "" &&
            entry.returns_to !== undefined ? (
              <ReturnWords label={label} moves={moves} to={entry.returns_to} />
            ) : (
              moveWords(entry)
            )}
          </span>
          {changes && <Counts added={changes.added} modified={changes.modified} removed={changes.removed} />}
          {changes && changes.bytes > 0 && (
            <span className={`mono ${styles.bytes}`} title={text.timeline.newBytesTip}>
              {bytes(changes.bytes)}
            </span>
          )}
        </div>
        <div className={`${styles.line} ${styles.small}`}>
          <span className={styles.kind} data-op={step ?? op}>
            <Icon size={12} aria-hidden />
            {step === undefined ? text.timeline.kinds[op] : text.timeline.undone[step]}
          </span>
          {entry.kept && <KeptSign />}
          {entry.pruned_at !== undefined && (
            <span className={styles.gone} title={text.retention.notKeptAbout}>
              {text.retention.notKept(dayText(entry.pruned_at))}
            </span>
          )}
          <span className={styles.who} title={actor}>
            {actorWords(actor)}
          </span>
          <span className={styles.when}>
            <Ago at={at} />
          </span>
        </div>
      </div>
    </div>
  );
});

/** Marks a move that is kept for good. */
function KeptSign() {
  return (
    <Tip text={text.retention.keptAbout}>
      <span className={styles.kept} role="img" aria-label={text.retention.kept}>
        <Bookmark size={12} aria-hidden />
      </span>
    </Tip>
  );
}

/** Names the state that a label was reset to, by its time. */
function ReturnWords({ label, moves, to }: { label: string; moves: number; to: number }) {
  const page = Math.floor((moves - 1 - to) / PAGE.history);
  const { data: at } = useQuery({
    ...historyQuery(label, EVERYTHING, page, false),
    select: ({ entries }) => entries.find(({ index }) => index === to)?.at,
  });
  return at === undefined ? text.timeline.words.reset : text.timeline.words.resetTo(shortTime(at));
}

/** The placeholder of a move that is not loaded yet. */
export const UnknownRow = memo(function UnknownRow({ lanes }: { readonly lanes: number }) {
  return (
    <div className={styles.row} aria-hidden>
      <Gutter above="line" below="line" lanes={lanes} />
      <div className={styles.words}>
        <div className={styles.unknown} />
        <div className={styles.unknown} />
      </div>
    </div>
  );
});
