import { ArchiveRestore, Copy, Eye, FileSearch, FolderOpen, Hand, Upload } from "lucide-react";
import type { Ref } from "react";
import { shell } from "../../api/bridge.ts";
import { Button } from "../../components/button.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { type MenuEntry, WithContextMenu } from "../../components/menu.tsx";
import type { VirtualListHandle } from "../../components/virtual-list.tsx";
import { exportSpot, restoreSpot, type Spot } from "../../model/files/spots.ts";
import { ErrorPanel } from "../../shared/error-panel.tsx";
import { useFilesView } from "../../state/files-view.ts";
import { text } from "../../strings/index.ts";
import { FileList } from "./file-list.tsx";
import { GapRow } from "./file-row.tsx";
import styles from "./files.module.css";
import { Toolbar } from "./toolbar.tsx";
import { type FileRows, itemAt } from "./use-file-rows.ts";

const words = text.files;
const EXPORT_KEYS = navigator.platform.startsWith("Mac") ? "⌘E" : "Ctrl+E";

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
      <Toolbar filterRef={filterRef} matches={shown && flat ? words.matches(shown.rows.count) : ""} />
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

/** Builds the menu of a file, a folder or a whole snapshot. `id` is a file's content id. */
function spotMenu(spot: Spot, id: string | undefined, onPreview: () => void): MenuEntry[] {
  const copy = (copied: string) => () => void shell({ do: "copy", text: copied });
  const entries: MenuEntry[] = [
    { text: words.open, icon: <Eye size={14} />, shortcut: "Enter", run: onPreview },
    "separator",
    { text: words.restore, icon: <ArchiveRestore size={14} />, run: () => restoreSpot(spot) },
    { text: words.export, icon: <Upload size={14} />, shortcut: EXPORT_KEYS, run: () => exportSpot(spot) },
  ];
  if (spot.path === "") return entries;
  entries.push(
    { text: words.dragHint, icon: <Hand size={14} />, disabled: true, run: () => undefined },
    "separator",
    { text: words.copyPath, icon: <Copy size={14} />, run: copy(spot.path) },
  );
  if (id !== undefined) entries.push({ text: words.copyId, icon: <Copy size={14} />, run: copy(id) });
  return entries;
}

function Nothing({ flat, onClear }: { readonly flat: boolean; readonly onClear: () => void }) {
  if (!flat) {
    return (
      <EmptyState icon={<FolderOpen size={28} />} title={words.empty}>
        {words.emptyAbout}
      </EmptyState>
    );
  }
  return (
    <EmptyState icon={<FileSearch size={28} />} title={words.noMatch}>
      {words.noMatchAbout}
      <Button onClick={onClear}>{words.clearFilter}</Button>
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
