import { bytes } from "../../components/format.ts";
import { ProgressBar } from "../../components/progress-bar.tsx";
import { useWriting } from "../../model/export/write-out.ts";
import { text } from "../../strings/index.ts";
import styles from "./export.module.css";

/** The progress of a write. Its total is unknown: files are counted as they are written. */
export function WritingProgress({ label }: { readonly label: string }) {
  const { files, bytes: size } = useWriting();
  return (
    <div className={styles.writing}>
      <ProgressBar label={label} value={undefined} />
      <p className={styles.figures} role="status">
        {files === 0 ? text.exporting.starting : text.exporting.progress(files, bytes(size))}
      </p>
    </div>
  );
}
