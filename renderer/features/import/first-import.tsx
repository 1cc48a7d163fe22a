import { ProgressBar } from "../../components/progress-bar.tsx";
import type { RunningImport } from "../../model/import/imports.ts";
import { text } from "../../strings/index.ts";
import { describeActivity } from "./activity-words.ts";
import styles from "./first-import.module.css";

/** Shows the progress of the very first import, in the middle of the empty window. */
export function FirstImport({ running }: { readonly running: RunningImport }) {
  const { label } = running.plan.input;
  const { phase, done, files, facts } = describeActivity(running);
  return (
    <>
      <h1>{text.importing.activity.title(label)}</h1>
      <div className={styles.bar}>
        <ProgressBar label={phase} value={done} paused={running.paused} />
      </div>
      <p className={styles.line}>{[phase, files].filter(Boolean).join(" · ")}</p>
      <p className={`muted ${styles.line}`}>{facts.join(" · ")}</p>
    </>
  );
}
