import { ArchiveRestore, Upload, WrapText } from "lucide-react";
import type { ReactNode } from "react";
import type { Look } from "../../api/look.ts";
import type { TreeItem } from "../../api/queries.ts";
import { Button, IconButton } from "../../components/button.tsx";
import { Choice } from "../../components/field.tsx";
import { bytes, count, nameOf } from "../../components/format.ts";
import { exportSpot, restoreSpot, type Spot } from "../../model/files/spots.ts";
import { CopyId } from "../../shared/copy-id.tsx";
import { sumOf } from "../../shared/preview/folder-sum.ts";
import styles from "../../shared/preview/preview.module.css";
import { type FileView, isExecutable, viewsOf } from "../../shared/preview/views.ts";
import { FileIcon } from "../../shared/rows/file-icon.tsx";
import { useFilesView } from "../../state/files-view.ts";
import { text } from "../../strings/index.ts";

const words = text.files;

interface HeaderProps {
  readonly look: Look;
  readonly spot: Spot;
  /** The folder's entry in its parent. */
  readonly whole: TreeItem | undefined;
  readonly view: FileView;
  readonly onView: (view: FileView) => void;
}

/** Shows the name, facts and actions of the previewed item. */
export function Header({ look, whole, spot, view, onView }: HeaderProps) {
  const { place } = look;
  const views = look.is === "file" && look.file.kind !== "link" ? viewsOf(look.file) : [];
  const type = look.is === "file" ? look.file.type : "directory";
  return (
    <header className={styles.header}>
      <div className={styles.title}>
        <span className={styles.icon}>
          <FileIcon path={place.path} type={type} />
        </span>
        <h2 className="ellipsis" title={place.path || spot.label}>
          {nameOf(place.path) || spot.label}
        </h2>
        <Button
          icon={<ArchiveRestore size={14} />}
          aria-label={words.restore}
          title={words.restore}
          onClick={() => restoreSpot(spot)}
        >
          {words.restore}
        </Button>
        <Button
          icon={<Upload size={14} />}
          aria-label={words.export}
          title={words.export}
          onClick={() => exportSpot(spot)}
        >
          {words.export}
        </Button>
      </div>
      <div className={styles.facts}>
        <Facts look={look} whole={whole} view={view} />
        <span className={styles.push} />
        {views.length > 1 && (
          <Choice
            label={words.view}
            value={view}
            options={views.map((value) => ({ value, text: words.views[value] }))}
            onChange={onView}
          />
        )}
        {look.is === "file" && view === "text" && <Wrap />}
      </div>
    </header>
  );
}

function Wrap() {
  const wrap = useFilesView((state) => state.wrap);
  const { wrapLines } = useFilesView.getState();
  return (
    <IconButton
      label={words.wrap}
      icon={<WrapText size={16} />}
      aria-pressed={wrap}
      onClick={() => wrapLines(!wrap)}
    />
  );
}

function Facts({ look, whole, view }: Pick<HeaderProps, "look" | "whole" | "view">): ReactNode {
  if (look.is === "missing") return null;
  if (look.is === "folder") {
    const isListed = look.total === look.entries.length;
    // The root's total is unknown if it has more children than were listed.
    if (whole === undefined && !isListed) return <span>{words.entries(look.total)}</span>;
    const { files = 0, size } = whole ?? sumOf(look.entries);
    return (
      <>
        <span>{words.count(files)}</span>
        <span className="mono">{bytes(size)}</span>
      </>
    );
  }
  const { size, mode, type, id } = look.file;
  if (type === "symlink") return <span className="muted">{words.link}</span>;
  return (
    <>
      <span className="mono" title={`${count(size)} B`}>
        {bytes(size)}
      </span>
      {isExecutable(mode) && <span className={styles.badge}>{words.executable}</span>}
      <span className={styles.minor}>
        {view === "text" && <span className="muted">{look.file.encoding?.toUpperCase()}</span>}
        {id !== undefined && <CopyId id={id} />}
      </span>
    </>
  );
}
