import { X } from "lucide-react";
import { IconButton } from "../../components/button.tsx";
import { count } from "../../components/format.ts";
import { ProgressBar } from "../../components/progress-bar.tsx";
import { useAdding } from "../../model/working/adding.ts";
import { text } from "../../strings/index.ts";
import styles from "./working.module.css";

const words = text.working;

/** Shows the progress of adding files to a working copy; nothing while none are added. */
export function AddingStrip({ mount }: { readonly mount: number }) {
  const adding = useAdding((state) => state.adding);
  if (adding?.mount !== mount) return null;
  const { files, filesDone, stop } = adding;
  return (
    <div className={styles.adding} role="status">
      <span className="ellipsis">
        {files === 0 ? words.addingFiles : words.adding(count(filesDone), count(files))}
      </span>
      <ProgressBar label={words.addingFiles} value={files === 0 ? undefined : filesDone / files} />
      <IconButton label={words.stopAdding} icon={<X size={14} />} onClick={stop} />
    </div>
  );
}
