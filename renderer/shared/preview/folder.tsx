import { FolderOpen } from "lucide-react";
import type { TreeItem } from "../../api/queries.ts";
import { EmptyState } from "../../components/empty-state.tsx";
import { bytes } from "../../components/format.ts";
import { type Place, pathIn } from "../../components/paths.ts";
import { text } from "../../strings/index.ts";
import { FileIcon } from "../rows/file-icon.tsx";
import styles from "./folder.module.css";
import { largestOf, sumOf } from "./folder-sum.ts";

const words = text.files;

interface FolderViewProps {
  readonly path: string;
  readonly total: number;
  readonly entries: readonly TreeItem[];
  readonly onSelect: (place: Place) => void;
}

/** Lists a folder's entries, the largest first. */
export function FolderView({ path, total, entries, onSelect }: FolderViewProps) {
  if (total === 0) {
    return (
      <EmptyState icon={<FolderOpen size={28} />} title={words.folder}>
        {words.emptyFolder}
      </EmptyState>
    );
  }
  const { size } = sumOf(entries);
  const largest = largestOf(entries);
  return (
    <div className={styles.summary}>
      <h3>{words.largest}</h3>
      <ul>
        {largest.map((item) => (
          <li key={item.path}>
            <button
              type="button"
              title={item.path}
              onClick={() => onSelect({ path: item.path, isFolder: item.type === "directory" })}
            >
              <FileIcon path={item.path} type={item.type} />
              <span className="ellipsis">{pathIn(path, item.path)}</span>
              <span className={styles.share} aria-hidden>
                <span style={{ transform: `scaleX(${size === 0 ? 0 : item.size / size})` }} />
              </span>
              <span className="mono">{bytes(item.size)}</span>
            </button>
          </li>
        ))}
      </ul>
      {total > largest.length && <p className="muted">{words.more(total - largest.length)}</p>}
    </div>
  );
}
