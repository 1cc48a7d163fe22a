import { realpathSync } from "node:fs";
import type { SnapshotId } from "../ids.ts";
import { unknownLabel } from "../labels/label-errors.ts";
import { NodeStore } from "../manifest/node-store.ts";
import type { ImportProgress } from "../snapshot/import-progress.ts";
import { takeSnapshot } from "../snapshot/take.ts";
import type { Skipped } from "../snapshot/walk.ts";
import type { OpenedStore } from "../store/open.ts";
import { settingsFor } from "./import-settings.ts";
import type { CallContext, OperationParts } from "./operation.ts";

/** The files and folders to capture. Paths are absolute. */
export interface CaptureRequest {
  readonly paths: readonly string[];
  /** The label whose ignore rules apply, and whose head supplies permissions where the system has none. */
  readonly label?: string | undefined;
  /** Whether a single folder is put under its name too, instead of becoming the root. */
  readonly named?: boolean | undefined;
  /** Reads every file, whatever the stat cache knows. */
  readonly reread?: boolean | undefined;
}

/** The outcome of a capture. */
export interface Captured {
  readonly id: SnapshotId;
  readonly skipped: readonly Skipped[];
  readonly warnings: readonly Skipped[];
}

/** Takes a durable snapshot of files and folders, which no label holds. Throws `UnknownLabel`, and as {@link takeSnapshot} does. */
export async function capturePaths(
  store: OpenedStore,
  { paths, label, named, reread }: CaptureRequest,
  { workers, clock, ...context }: CallContext<ImportProgress> & Pick<OperationParts, "clock" | "workers">,
): Promise<Captured> {
  const { labels, layout, cache } = store;
  const ruling = label === undefined ? undefined : labels.resolveSync(label);
  if (label !== undefined && ruling === undefined) throw unknownLabel(label);
  const objects = store.stage();
  try {
    const { id, skipped, warnings, remember } = await takeSnapshot({
      ...context,
      paths,
      named,
      storeFolder: realpathSync(layout.folder),
      settings: settingsFor({}, ruling?.settings),
      head: ruling?.head ?? null,
      posixModes: process.platform !== "win32",
      objects,
      nodes: new NodeStore(objects),
      cache,
      reread,
      workers: workers(),
    });
    objects.flushWith(() => labels.snapshots.record(id, clock()));
    remember();
    return { id, skipped, warnings };
  } catch (thrown) {
    objects.discard(thrown);
    throw thrown;
  }
}
