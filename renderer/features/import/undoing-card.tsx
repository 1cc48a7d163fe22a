import { TriangleAlert } from "lucide-react";
import { Ago } from "../../components/ago.tsx";
import { diskName } from "../../components/disk-paths.ts";
import type { Undoing } from "../../model/import/plan.ts";
import { PathList } from "../../shared/forms/path-list.tsx";
import { KIND_ICONS } from "../../shared/history/kind-icons.tsx";
import { actorWords } from "../../shared/history/move-words.ts";
import { text } from "../../strings/index.ts";
import styles from "./undoing-card.module.css";

const words = text.undoing;
/** The most moves that are listed. */
const SHOWN = 4;
const EFFECTS = ["removed", "returned", "reverted", "changed"] as const;

/** Shows the changes from elsewhere that an import would undo: whose moves, and which files. */
export function UndoingCard({ label, undoing }: { readonly label: string; readonly undoing: Undoing }) {
  const { base, moves, move_count: count, counts, changes, other_folder: otherFolder } = undoing;
  const effects = EFFECTS.filter((effect) => counts[effect] > 0);
  return (
    <section className={styles.card} role="alert" aria-label={words.title(label)} data-undoing>
      <TriangleAlert className={styles.icon} size={16} aria-hidden />
      <div className={styles.words}>
        <p className={styles.what}>{base === null ? words.unknown(label) : words.moves(label, count)}</p>
        {otherFolder !== null && <p>{words.otherFolder(diskName(otherFolder))}</p>}
        {moves.length > 0 && <Moves moves={moves.slice(0, SHOWN)} count={count} />}
        <PathList
          title={effects.map((effect) => words.effects[effect](counts[effect])).join(", ")}
          rows={changes.map(({ path, effect }) => ({ path, reason: words.effect[effect] }))}
          count={effects.reduce((sum, effect) => sum + counts[effect], 0)}
        />
        <p className="muted">{words.safe}</p>
      </div>
    </section>
  );
}

function Moves({ moves, count }: { readonly moves: Undoing["moves"]; readonly count: number }) {
  return (
    <ul className={styles.moves} aria-label={words.movesList}>
      {moves.map((move) => {
        const Icon = KIND_ICONS[move.op];
        return (
          <li key={move.seq} className={styles.move}>
            <Icon size={14} aria-hidden />
            <span className="ellipsis">{wordsOf(move)}</span>
            <span className={`muted ${styles.who}`}>
              {actorWords(move.actor)} · <Ago at={move.at} />
            </span>
          </li>
        );
      })}
      {count > moves.length && <li className="muted">{words.moreMoves(count - moves.length)}</li>}
    </ul>
  );
}

function wordsOf({ op, message, undoes }: Undoing["moves"][number]): string {
  const line = message.trimStart().split("\n", 1)[0]?.trimEnd();
  return line || (undoes === undefined ? text.timeline.words[op === "rename" ? "push" : op] : words.step);
}
