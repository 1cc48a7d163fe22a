import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Mount } from "../../api/mounts.ts";
import { labelQuery } from "../../api/queries.ts";
import { Button } from "../../components/button.tsx";
import { ago } from "../../components/format.ts";
import { Modal } from "../../components/modal.tsx";
import type { Conflicts } from "../../model/working/push.ts";
import { ErrorPanel } from "../../shared/error-panel.tsx";
import { text } from "../../strings/index.ts";
import { conflictWords } from "./conflict-words.ts";
import styles from "./push.module.css";
import { NewLabel } from "./push-new-label.tsx";
import type { PushFlow } from "./use-push-flow.ts";

const words = text.working;
/** The most conflicts that are listed. */
const LISTED = 200;

interface PushConflictsProps {
  readonly mount: Mount;
  readonly conflicts: Conflicts;
  readonly message: string;
  readonly flow: PushFlow;
  readonly onClose: () => void;
}

/** Lists the conflicts, and lets the user prefer a side. */
export function PushConflicts({ mount, conflicts, message, flow, onClose }: PushConflictsProps) {
  const [asksLabel, setAsksLabel] = useState(false);
  const label = mount.label ?? "";
  const { data: known } = useQuery(labelQuery(label));
  const sides = { mine: words.mine(mount.name, label), latest: words.latestOf(label) };
  const { mine, latest } = sides;
  if (asksLabel)
    return <NewLabel message={message} flow={flow} onBack={() => setAsksLabel(false)} onClose={onClose} />;
  return (
    <Modal
      title={words.conflicts(conflicts.length)}
      about={words.conflictsAbout(mine, latest, known ? ago(known.at, Date.now()) : "…")}
      wide
      onClose={onClose}
      footer={
        <>
          <Button className={styles.apart ?? ""} onClick={() => setAsksLabel(true)}>
            {words.asNewLabel}
          </Button>
          <Button onClick={() => flow.rebase("theirs")}>{words.keep(latest)}</Button>
          <Button onClick={() => flow.rebase("ours")}>{words.keep(mine)}</Button>
          <Button variant="primary" onClick={flow.resolve}>
            {text.merge.resolveConflicts}
          </Button>
        </>
      }
    >
      <div className={styles.form}>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard has to be able to scroll it. */}
        <ul className={styles.conflicts} aria-label={words.conflictList} tabIndex={0} data-first-focus>
          {conflicts.slice(0, LISTED).map((conflict) => (
            <li key={conflict.path}>
              <span className={styles.sign} aria-hidden>
                !
              </span>
              <span className="ellipsis selectable" title={conflict.path}>
                {conflict.path}
              </span>
              <span className="muted">{conflictWords(conflict, sides)}</span>
            </li>
          ))}
        </ul>
        {conflicts.length > LISTED && (
          <p className="muted">{words.moreConflicts(conflicts.length - LISTED)}</p>
        )}
        <p className="muted">{words.conflictsAll}</p>
        {flow.error && <ErrorPanel error={flow.error} />}
      </div>
    </Modal>
  );
}
