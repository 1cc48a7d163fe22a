import { useState } from "react";
import { Button } from "../../components/button.tsx";
import { ErrorPanel } from "../../components/error-panel.tsx";
import { Modal } from "../../components/modal.tsx";
import { text } from "../../strings/index.ts";
import styles from "./push.module.css";
import type { Conflicts, PushFlow } from "./push-flow.ts";
import { NewLabel } from "./push-new-label.tsx";

const words = text.working;
/** So many are listed one by one. */
const LISTED = 200;

interface PushConflictsProps {
  readonly conflicts: Conflicts;
  readonly label: string;
  readonly message: string;
  readonly flow: PushFlow;
  readonly onClose: () => void;
}

/** Says what both sides changed, and lets one of them win. */
export function PushConflicts({ conflicts, message, flow, onClose }: PushConflictsProps) {
  const [asksLabel, setAsksLabel] = useState(false);
  if (asksLabel)
    return <NewLabel message={message} flow={flow} onBack={() => setAsksLabel(false)} onClose={onClose} />;
  return (
    <Modal
      title={words.conflicts(conflicts.length)}
      about={words.conflictsAbout}
      wide
      onClose={onClose}
      footer={
        <>
          <Button className={styles.apart ?? ""} onClick={() => setAsksLabel(true)}>
            {words.asNewLabel}
          </Button>
          <Button onClick={() => flow.rebase("theirs")}>{words.keepTheirs}</Button>
          <Button onClick={() => flow.rebase("ours")}>{words.keepMine}</Button>
        </>
      }
    >
      <div className={styles.form}>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard has to be able to scroll it. */}
        <ul className={styles.conflicts} aria-label={words.conflictList} tabIndex={0} data-first-focus>
          {conflicts.slice(0, LISTED).map(({ path, kind, reason }) => (
            <li key={path}>
              <span className={styles.sign} aria-hidden>
                !
              </span>
              <span className="ellipsis selectable" title={path}>
                {path}
              </span>
              <span className="muted">{reason ?? words.conflictKinds[kind]}</span>
            </li>
          ))}
        </ul>
        {conflicts.length > LISTED && (
          <p className="muted">{words.moreConflicts(conflicts.length - LISTED)}</p>
        )}
        <p className="muted">{words.conflictsEach}</p>
        {flow.error && <ErrorPanel error={flow.error} />}
      </div>
    </Modal>
  );
}
