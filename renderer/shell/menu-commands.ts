import type { MenuCommand } from "../../electron/bridge.ts";

/** The commands that are enabled while no store is open. */
export const WITHOUT_STORE: readonly MenuCommand[] = ["settings", "keys"];

/** The parts of the window's state that decide which menu items are enabled over an open store. */
export interface MenuContext {
  readonly canWrite: boolean;
  /** Whether a dialog is over the window. */
  readonly isAsking: boolean;
  readonly label: { readonly isDeleted: boolean } | null;
  /** The snapshot that is looked at. */
  readonly snapshot: { readonly isHead: boolean; readonly isKept: boolean } | null;
  /** Whether a working copy is in the place of the snapshot. */
  readonly isWorking: boolean;
  /** Whether a merge has the window. */
  readonly isMerging: boolean;
  /** Whether the storage has the window. */
  readonly isStorage: boolean;
  /** Whether there is a move to undo, and one to make again. */
  readonly steps: { readonly undo: boolean; readonly redo: boolean };
}

const PUSH: readonly MenuCommand[] = ["push-working"];

/** Returns the native menu's enabled commands. */
export function enabledCommands(context: MenuContext): MenuCommand[] {
  const { canWrite, isAsking, label, snapshot, isWorking, isMerging, isStorage, steps } = context;
  if (isAsking) return [];
  const own: MenuCommand[] = [];
  if (canWrite && steps.undo) own.push("undo");
  if (canWrite && steps.redo) own.push("redo");
  // Labels and snapshots are out of sight.
  if (isStorage) return [...WITHOUT_STORE, "storage"];
  if (isMerging) return [...WITHOUT_STORE, ...own];
  const enabled: MenuCommand[] = [
    ...WITHOUT_STORE,
    ...own,
    "storage",
    "check-store",
    "filter-labels",
    "focus-labels",
  ];
  if (canWrite) enabled.push("import-folder", "import-files");
  if (isWorking) return [...enabled, "focus-history", "focus-files", ...(canWrite ? PUSH : [])];
  if (label === null) return enabled;
  enabled.push("focus-history", "focus-files");
  if (canWrite) enabled.push("retention");
  if (canWrite && !label.isDeleted) enabled.push("snapshot-now");
  if (snapshot === null) return enabled;
  enabled.push("export", "restore", "compare", "compare-with", "time-slider");
  if (canWrite) enabled.push(snapshot.isKept ? "release-move" : "keep-move");
  if (canWrite) enabled.push("start-label", "open-working", "merge-into");
  if (canWrite && !snapshot.isHead) enabled.push("reset");
  return enabled;
}
