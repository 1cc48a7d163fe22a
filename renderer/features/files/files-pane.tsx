import { FileSearch, FolderOpen } from "lucide-react";
import type { Ref } from "react";
import { Button } from "../../components/button.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { WithContextMenu } from "../../components/menu.tsx";
import type { VirtualListHandle } from "../../components/virtual-list.tsx";
import { ErrorPanel } from "../../shared/error-panel.tsx";
import { useFilesView } from "../../state/files-view.ts";
import { text } from "../../strings/index.ts";
import { FileList } from "./file-list.tsx";
import { GapRow } from "./file-row.tsx";
import styles from "./files.module.css";
import { spotMenu } from "./spot-menu.tsx";
import type { Spot } from "./spots.ts";
import { Toolbar } from "./toolbar.tsx";
import { type FileRows, itemAt } from "./use-file-rows.ts";

interface FilesPaneProps {
  readonly spot: Spot;
  readonly rows: FileRows;
  readonly onPreview: () => void;
  readonly listRef: Ref<VirtualListHandle>;
  readonly filterRef: Ref<HTMLInputElement>;
}

/** The list of files with its order and filter. */
export function FilesPane({ spot, rows, onPreview, listRef, filterRef }: FilesPaneProps) {
  const { label, snapshot } = spot;
  const { shown, flat, busy } = rows;
  const { select, reveal, toggle, filterBy } = useFilesView.getState();
  return (
    <div className={styles.pane}>
      <Toolbar filterRef={filterRef} matches={shown && flat ? text.files.matches(shown.rows.count) : ""} />
      <div className={styles.list} aria-busy={busy}>
        {shown === undefined && <Skeleton />}
        {shown?.error && (
          <div className={styles.trouble}>
            <ErrorPanel error={shown.error} />
          </div>
        )}
        {shown && !shown.error && shown.rows.count === 0 && (
          <Nothing flat={flat} onClear={() => filterBy("")} />
        )}
        {shown && !shown.error && shown.rows.count > 0 && (
          <WithContextMenu items={() => spotMenu(spot, itemAt(shown, spot)?.id, onPreview)}>
            <div className={styles.list}>
              <FileList
                key={shown.source.key}
                ref={listRef}
                shown={shown}
                snapshot={snapshot}
                place={spot}
                flat={flat}
                onSelect={(place) => (flat ? reveal : select)(label, place)}
                onToggle={(folder, path) => toggle(label, folder, path)}
                onPreview={onPreview}
              />
            </div>
          </WithContextMenu>
        )}
      </div>
    </div>
  );
}

function Nothing({ flat, onClear }: { readonly flat: boolean; readonly onClear: () => void }) {
  if (!flat) {
    return (
      <EmptyState icon={<FolderOpen size={28} />} title={text.files.empty}>
        {text.files.emptyAbout}
      </EmptyState>
    );
  }
  return (
    <EmptyState icon={<FileSearch size={28} />} title={text.files.noMatch}>
      {text.files.noMatchAbout}
      <Button onClick={onClear}>{text.files.clearFilter}</Button>
    </EmptyState>
  );
}

function Skeleton() {
  return (
    <div className={styles.skeleton} aria-hidden>
      {[0, 0, 0, 1, 1, 0, 0].map((depth, no) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they are all alike.
        <GapRow key={no} depth={depth} failed={false} />
      ))}
    </div>
  );
}
