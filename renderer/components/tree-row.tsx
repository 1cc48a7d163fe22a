import { ChevronRight } from "lucide-react";
import type { ReactNode } from "react";
import { type ChangeKind, Sign } from "./counts.tsx";
import { folderOf, nameOf } from "./format.ts";
import { pathIn } from "./paths.ts";
import type { TreeGapProps, TreeItemProps } from "./tree-list.tsx";
import styles from "./tree-row.module.css";

interface TreeRowProps extends Omit<TreeItemProps<unknown>, "item"> {
  readonly path: string;
  readonly isFolder: boolean;
  readonly icon: ReactNode;
  /** The path's change; a removed path is struck through. */
  readonly change?: ChangeKind | undefined;
  /** Whether the name is dimmed, as for a path that is gone. */
  readonly faint?: boolean;
  /** Signs and figures, at the right. */
  readonly children: ReactNode;
}

/** A row of a `TreeList` for a file or folder; in a flat list it also names the parent folder. */
export function TreeRow({
  path,
  isFolder,
  folder,
  depth,
  expanded,
  icon,
  change,
  faint = false,
  children,
}: TreeRowProps) {
  const isFlat = folder === null;
  return (
    <div className={styles.row} data-change={change} style={{ paddingLeft: (isFlat ? 12 : 8) + depth * 16 }}>
      {!isFlat && (
        // By its path: another folder's sign is not to turn.
        <span
          key={isFolder ? path : ""}
          className={styles.chevron}
          data-open={expanded}
          data-toggle={isFolder || undefined}
          aria-hidden
        >
          {isFolder && <ChevronRight size={14} />}
        </span>
      )}
      <span className={styles.icon}>{icon}</span>
      <span className={styles.name} data-faint={faint || undefined} title={path}>
        {isFlat ? nameOf(path) : pathIn(folder, path)}
      </span>
      {isFlat && <span className={styles.where}>{folderOf(path)}</span>}
      <span className={styles.facts}>{children}</span>
    </div>
  );
}

/** The sign of what happened to a row's path, below those of the other rows; its place is kept where nothing did. */
export function TreeSign({ kind }: { readonly kind: ChangeKind | undefined }) {
  return <span className={styles.sign}>{kind && <Sign kind={kind} />}</span>;
}

interface TreeGapRowProps extends TreeGapProps {
  readonly words: { readonly notRead: string; readonly notLoaded: string };
}

/** A row that is on its way, or that could not be read. */
export function TreeGapRow({ depth, failed, words }: TreeGapRowProps) {
  return (
    <div className={styles.row} style={{ paddingLeft: 28 + depth * 16 }}>
      {failed ? (
        <span className={styles.failed}>{words.notRead}</span>
      ) : (
        <>
          <span className={styles.bone} />
          <span className="visually-hidden">{words.notLoaded}</span>
        </>
      )}
    </div>
  );
}
