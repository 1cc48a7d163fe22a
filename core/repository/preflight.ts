import { realpathSync } from "node:fs";
import type { SnapshotId } from "../ids.ts";
import { foreignTo, importBase, undoingOf } from "../operations/import-base.ts";
import { type ImportRules, settingsFor } from "../operations/import-settings.ts";
import type { Undoing } from "../operations/would-undo.ts";
import { type Preflight, type PreflightOptions, preflight } from "../snapshot/preflight.ts";
import { soleFolder } from "../snapshot/roots.ts";
import type { OpenedStore } from "../store/open.ts";
import { proposeLabel } from "./label-proposal.ts";

/** The import to forecast. Paths are absolute. */
export interface PreflightRequest extends ImportRules {
  readonly paths: readonly string[];
  /** Absent: one is proposed. */
  readonly label?: string | undefined;
}

/** The forecast of an import. */
export interface PreflightReport extends Omit<Preflight, "undone"> {
  readonly label: string;
  /** The label's head. */
  readonly head: SnapshotId | null;
  /** The description for a new label whose name cannot say it; else "". */
  readonly realName: string;
  /** The folder that the label will be of. */
  readonly folder: string | undefined;
  /** An upper bound of the changes from elsewhere that the import would take back; undefined for none. */
  readonly undoing: Undoing | undefined;
}

/** Forecasts an import; reads no contents and writes nothing. Throws as {@link preflight} does. */
export async function preflightImport(
  store: OpenedStore,
  request: PreflightRequest,
  watch: Pick<PreflightOptions, "signal" | "onProgress">,
): Promise<PreflightReport> {
  const { labels, nodes, layout } = store;
  const folder = soleFolder(request.paths);
  const { label, realName } =
    request.label === undefined
      ? proposeLabel({ paths: request.paths, folder, labels: labels.listSync({ deleted: true }) })
      : { label: request.label, realName: "" };
  const before = labels.resolveSync(label);
  const base = importBase(labels, { label, paths: request.paths });
  const { undone, ...found } = await preflight({
    ...watch,
    paths: request.paths,
    storeFolder: realpathSync(layout.folder),
    settings: settingsFor(request, before?.settings),
    head: base?.label.head ?? null,
    foreign: base && foreignTo(store, base),
    posixModes: process.platform !== "win32",
    nodes,
    cache: store.cache,
  });
  const undoing = base && undone && undoingOf(labels, base, undone);
  return { ...found, label, head: base?.label.head ?? null, realName, folder, undoing };
}
