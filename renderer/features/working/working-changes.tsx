import { FileDiff } from "lucide-react";
import { useEffect } from "react";
import type { MountState } from "../../api/mounts.ts";
import { EmptyState } from "../../components/empty-state.tsx";
import { flushDrafts } from "../../model/working/drafts.ts";
import { revert } from "../../model/working/edits.ts";
import { FileComparison } from "../../shared/comparison/file-comparison.tsx";
import { text } from "../../strings/index.ts";
import styles from "./working.module.css";

const words = text.working;

interface WorkingChangesProps {
  readonly mount: number;
  readonly state: MountState;
}

/** All that a working copy has changed, against what it was opened from. */
export function WorkingChanges({ mount, state: { base, ca_id: now } }: WorkingChangesProps) {
  // The last typed text counts as a change.
  useEffect(() => void flushDrafts(mount), [mount]);
  if (base === now) {
    return (
      <EmptyState icon={<FileDiff size={28} />} title={words.noChanges}>
        {words.noChangesAbout}
      </EmptyState>
    );
  }
  return (
    <div className={styles.pane} data-screen="changes">
      <FileComparison
        from={base}
        to={now}
        sides={<span className="muted ellipsis">{words.sinceOpened}</span>}
        pane="changes"
        restores={({ path }) => [{ text: words.revert, run: () => void revert(mount, path) }]}
      />
    </div>
  );
}
