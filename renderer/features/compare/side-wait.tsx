import { FolderSearch } from "lucide-react";
import { Button } from "../../components/button.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { ProgressBar } from "../../components/progress-bar.tsx";
import styles from "../../shared/comparison/changes.module.css";
import { ErrorPanel } from "../../shared/error-panel.tsx";
import type { Side } from "../../state/sides.ts";
import { text } from "../../strings/index.ts";
import { sideWords } from "./side-words.ts";
import type { SideState } from "./use-side.ts";

/** Shows the progress of reading a side's folder, or the reason why it cannot be read. */
export function SideWait({ side, state }: { readonly side: Side; readonly state: SideState }) {
  const { pick } = text.compare;
  const { error, progress, isStopped, stop, again } = state;
  if (error !== null) {
    return (
      <div className={styles.trouble}>
        <ErrorPanel error={error} onRetry={again} />
      </div>
    );
  }
  if (side.is !== "folder")
    return (
      <p className="visually-hidden" role="status">
        {pick.finding(sideWords(side))}
      </p>
    );
  if (isStopped) {
    return (
      <EmptyState icon={<FolderSearch size={28} />} title={pick.stopped}>
        {pick.stoppedAbout(side.folder)}
        <Button onClick={again}>{pick.read}</Button>
      </EmptyState>
    );
  }
  // The total is unknown until the whole folder was listed.
  const share =
    progress?.phase === "reading" && progress.bytes > 0 ? progress.bytesDone / progress.bytes : undefined;
  return (
    <div className={styles.comparing}>
      <EmptyState icon={<FolderSearch size={28} />} title={pick.reading(side.label)}>
        <span className={styles.progress}>
          <ProgressBar label={pick.reading(side.label)} value={share} />
        </span>
        {progress
          ? pick.filesRead(progress.phase === "looking" ? progress.files : progress.filesDone)
          : side.folder}
        <Button onClick={stop}>{text.common.cancel}</Button>
      </EmptyState>
    </div>
  );
}
