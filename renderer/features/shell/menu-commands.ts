import type { MenuCommand } from "../../../electron/bridge.ts";

/** What makes sense while no store is open. */
export const WITHOUT_STORE: readonly MenuCommand[] = ["settings", "keys"];

/** What of the window decides which items of the native menu make sense over a store that is open. */
export interface MenuContext {
  readonly canWrite: boolean;
  /** Whether a dialog is over the window. */
  readonly isAsking: boolean;
  readonly label: { readonly isDeleted: boolean } | null;
  /** The snapshot that is looked at. */
  readonly snapshot: { readonly isHead: boolean } | null;
}

/** Tells which items of the native menu make sense. */
export function enabledCommands({ canWrite, isAsking, label, snapshot }: MenuContext): MenuCommand[] {
  if (isAsking) return [];
  const enabled: MenuCommand[] = [...WITHOUT_STORE, "filter-labels", "focus-labels"];
  if (canWrite) enabled.push("import-folder", "import-files");
  if (label === null) return enabled;
  enabled.push("focus-history", "focus-files");
  if (canWrite && !label.isDeleted) enabled.push("snapshot-now");
  if (snapshot === null) return enabled;
  enabled.push("export", "restore", "compare");
  if (canWrite) enabled.push("start-label");
  if (canWrite && !snapshot.isHead) enabled.push("reset");
  return enabled;
}
