import { realpathSync } from "node:fs";
import type { SnapshotId } from "../ids.ts";
import { foreignTo, importBase, undoingOf } from "../operations/import-base.ts";
import { type ImportRules, settingsFor } from "../operations/import-settings.ts";
import type { Undoing } from "../operations/would-undo.ts";
import { type Preflight, type PreflightOptions, preflight } from "../snapshot/preflight.ts";
import { soleFolder } from "../snapshot/roots.ts";
import type { OpenedStore } from "../store/open.ts";
import { proposeLabel } from "./label-proposal.ts";

/** An import that is thought of. Paths are absolute. */
export interface PreflightRequest extends ImportRules {
  readonly paths: readonly string[];
  /** Where one is proposed without it. */
  readonly label?: string | undefined;
}

/** What an import would do. */
export interface PreflightReport extends Omit<Preflight, "undone"> {
  readonly label: string;
  /** What the label holds now. */
  readonly head: SnapshotId | null;
  /** What a new label should be described as, since its name does not say it; else "". */
  readonly realName: string;
  /** The folder that the label will be of. */
  readonly folder: string | undefined;
  /** What the import would take back at most that did not come from these paths; undefined for nothing. */
  readonly undoing: Undoing | undefined;
}

/** Finds out what an import would do; reads no contents and writes nothing. Throws as {@link preflight} does. */
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
