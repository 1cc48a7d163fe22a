import { realpathSync } from "node:fs";
import type { SnapshotId } from "../ids.ts";
import type { Move, ReflogEntry } from "../labels/label-store.ts";
import { checkProtection } from "../labels/move-rules.ts";
import type { SqliteLabelStore } from "../labels/sqlite-labels.ts";
import { diffManifests } from "../manifest/diff.ts";
import { NodeStore } from "../manifest/node-store.ts";
import { statFolder } from "../manifest/read.ts";
import type { PackStore } from "../objects/pack-store.ts";
import type { ImportProgress } from "../snapshot/import-progress.ts";
import { type TakenSnapshot, takeSnapshot } from "../snapshot/take.ts";
import { findUndone } from "../snapshot/undone.ts";
import type { Skipped } from "../snapshot/walk.ts";
import type { OpenedStore } from "../store/open.ts";
import { keepUp } from "../store/upkeep.ts";
import { foreignTo, importBase, undoingOf } from "./import-base.ts";
import { countChanges, type ImportChanges, noteOnLabel } from "./import-notes.ts";
import { type ImportRules, settingsFor } from "./import-settings.ts";
import type { CallContext, OperationParts } from "./operation.ts";
import { type Undoing, wouldUndo } from "./would-undo.ts";

/** The request of an import. Paths are absolute. */
export interface ImportRequest extends ImportRules {
  readonly paths: readonly string[];
  readonly label: string;
  readonly message?: string | undefined;
  /** The description of a label that the import creates. */
  readonly description?: string | undefined;
  /** Reads every file, whatever the stat cache knows. */
  readonly reread?: boolean | undefined;
  /** Moves a protected label too. */
  readonly override?: boolean | undefined;
  /** Undoes changes of the label that did not come from these paths. */
  readonly replace?: boolean | undefined;
  /** With `replace`: the latest move that the user saw; default: the latest one when the import begins. Later moves are never undone. */
  readonly seen?: number | undefined;
}

/** The outcome of an import. */
export interface ImportReport {
  readonly id: SnapshotId;
  readonly label: string;
  /** Whether the label moved; it stays when nothing changed. */
  readonly moved: boolean;
  /** Files and links in the snapshot, and the sum of their sizes. */
  readonly files: number;
  readonly bytes: number;
  /** Files that were not read again. */
  readonly unchanged: number;
  /** Plaintext bytes of new chunks and of new or changed inline contents. */
  readonly newBytes: number;
  /** Bytes that packs and loose objects grew by, metadata included. */
  readonly storedBytes: number;
  /** Changes against the label's head before; all zero when it did not move. */
  readonly changes: ImportChanges;
  readonly skipped: readonly Skipped[];
  readonly warnings: readonly Skipped[];
}

/** The context of an import. */
type ImportContext = CallContext<ImportProgress> & Pick<OperationParts, "files" | "clock" | "workers">;

/**
 * Imports files and folders into a label: a push onto whatever its head is. Throws `LabelProtected`; `WouldUndo` when that would
 * undo changes that did not come from these paths (the contents read are kept then); and as {@link takeSnapshot} does.
 */
export async function importPaths(
  store: OpenedStore,
  request: ImportRequest,
  { workers, ...context }: ImportContext,
): Promise<ImportReport> {
  const { labels, layout, cache } = store;
  const before = labels.resolveSync(request.label);
  // The move checks all this again; an early check spares the user the reading.
  checkProtection(request, before);
  const seen = request.replace === true ? (request.seen ?? before?.last.seq) : undefined;
  importBase(labels, { ...request, seen });
  const objects = store.stage();
  const nodes = new NodeStore(objects);
  try {
    const taken = await takeSnapshot({
      ...context,
      paths: request.paths,
      storeFolder: realpathSync(layout.folder),
      settings: settingsFor(request, before?.settings),
      head: before?.head ?? null,
      posixModes: process.platform !== "win32",
      objects,
      nodes,
      cache,
      reread: request.reread,
      workers: workers(),
    });
    const tally = await statFolder(nodes, taken.id, "");
    const pushed = await push(store, { ...request, seen }, { ...taken, objects, nodes });
    if ("undoing" in pushed) {
      objects.flushWith(() => labels.snapshots.record(taken.id, context.clock()));
      await keepUp(store, context, undefined, taken.remember);
      throw wouldUndo(request.label, taken.id, pushed.undoing);
    }
    const trouble = await keepUp(store, context, pushed.entry, taken.remember);
    const warnings = [...taken.warnings, ...trouble.map((reason) => ({ path: "", reason }))];
    return {
      id: taken.id,
      label: request.label,
      moved: pushed.entry !== undefined,
      files: tally?.entries ?? 0,
      bytes: tally?.bytes ?? 0,
      unchanged: taken.unchanged,
      newBytes: taken.newChunkBytes + pushed.inlineBytes,
      storedBytes: objects.storedBytes,
      changes: await countChanges(store, pushed.entry),
      skipped: taken.skipped,
      warnings,
    };
  } catch (thrown) {
    objects.discard(thrown);
    throw thrown;
  }
}

/** A snapshot whose objects are staged. */
interface Staged extends Pick<TakenSnapshot, "id" | "folders" | "inlineBytes"> {
  readonly objects: PackStore;
  readonly nodes: NodeStore;
}

type Pushed = { readonly entry: ReflogEntry | undefined; readonly inlineBytes: number };

/**
 * Makes a snapshot durable and moves the label to it from whatever its head is, in one transaction with the last objects, unless
 * that would undo changes that others made to the label after the move `seen`.
 */
async function push(
  store: OpenedStore,
  request: ImportRequest,
  { id, folders, inlineBytes: allInline, objects, nodes }: Staged,
): Promise<Pushed | { readonly undoing: Undoing }> {
  const { labels } = store;
  const { label, message = "", override = false } = request;
  for (;;) {
    const base = importBase(labels, request);
    const head = base?.label.head ?? null;
    const foreign = base && foreignTo(store, base);
    const undone = foreign && head && (await findUndone(nodes, { head, after: id, foreign }));
    if (base && undone) return { undoing: undoingOf(labels, base, undone) };
    // If the store knows the snapshot, its nodes already hold the inline contents.
    const inlineBytes = labels.isSnapshot(id)
      ? 0
      : head === null
        ? allInline
        : await newInlineBytes(nodes, head, id);
    const move: Move = { label, op: head === null ? "create" : "push", to: id, message, override };
    const result = objects.flushWith(() => {
      const moved = head === id ? stays(labels, label, id) : labels.casSync(move, head);
      if (moved.status === "moved") noteOnLabel(labels, request, folders, moved.entry);
      return moved;
    });
    if (result.status === "moved") return { entry: result.entry, inlineBytes };
  }
}

/** Returns whether a snapshot is the label's head already, so that no move is needed. */
function stays(
  labels: SqliteLabelStore,
  label: string,
  id: SnapshotId,
): { status: "moved"; entry: undefined } | { status: "rejected" } {
  return labels.resolveSync(label)?.head === id
    ? { status: "moved", entry: undefined }
    : { status: "rejected" };
}

async function newInlineBytes(nodes: NodeStore, before: SnapshotId, after: SnapshotId): Promise<number> {
  let bytes = 0;
  for await (const { after: entry } of diffManifests(nodes, before, after)) {
    if (entry?.content.kind === "inline") bytes += entry.size;
  }
  return bytes;
}
