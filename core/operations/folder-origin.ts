import { statSync } from "node:fs";
import type { SnapshotId } from "../ids.ts";
import type { SqliteLabelStore } from "../labels/sqlite-labels.ts";

/** The permissions of the folders that a snapshot was taken of, as far as known: the snapshot does not keep them. */
export interface FolderOrigin {
  /** The permission bits that an exported folder may have. */
  readonly mode: number;
  /** The number of its subfolders that were more closed than the folder itself. */
  readonly restricted: number;
}

const EVERYBODYS = 0o077;
/** The permission bits that let other users list and enter a folder. */
const LOOKING = 0o055;

/** The most that a folder may have whose origin is unknown. */
const OWNERS = 0o700;

/**
 * Returns what is known of the folders that a snapshot's files came from; where several contributed, the most careful one counts.
 * Where no contributing label was imported from a folder, any label may have, deleted ones too. A snapshot that no label ever
 * held, as a capture, may hold anything: its folder is its owner's alone.
 */
export function originOf(labels: SqliteLabelStore, id: SnapshotId): FolderOrigin {
  const contributors = labels.contributors.settings(id);
  const imported = contributors.filter(({ folderMode }) => folderMode !== undefined);
  const settings =
    imported.length > 0 ? imported : labels.listSync({ deleted: true }).map((label) => label.settings);
  return {
    mode: settings.reduce(
      (mode, { folderMode = 0o777 }) => mode & folderMode,
      contributors.length > 0 ? 0o777 : OWNERS,
    ),
    restricted: settings.reduce((most, { restrictedFolders = 0 }) => Math.max(most, restrictedFolders), 0),
  };
}

/** Returns sentences on where an export is open to more people than the imported folder was; `folder` is the target, absent for an archive. */
export function opennessNotes(
  { mode, restricted }: FolderOrigin,
  folder: { readonly path: string; readonly existed: boolean } | undefined,
): string[] {
  if (process.platform === "win32") return [];
  const notes: string[] = [];
  const opened = folder === undefined ? LOOKING : statSync(folder.path).mode & EVERYBODYS;
  if (folder === undefined && (mode & LOOKING) !== LOOKING)
    notes.push(
      "The folder that this was taken of was closed to others; an archive does not say so to who unpacks it.",
    );
  else if (folder?.existed && (opened & ~mode) !== 0)
    notes.push(
      `The folder that this was taken of was closed to others; ${folder.path} is not, and stays as it was.`,
    );
  if (restricted > 0 && opened !== 0) {
    const which = restricted === 1 ? "1 folder" : `${restricted.toLocaleString("en")} folders`;
    notes.push(
      `${which} permitted less than the whole when this was imported. Permissions of folders are not kept: what is in there is as open as the rest now.`,
    );
  }
  return notes;
}
