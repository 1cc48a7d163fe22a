import { realpathSync } from "node:fs";
import { hostname } from "node:os";
import type { SnapshotId } from "../ids.ts";
import { type Base, type Source, sourceOf } from "../labels/bases.ts";
import { badInput } from "../labels/label-errors.ts";
import { freeName } from "../labels/label-name.ts";
import type { Label } from "../labels/label-store.ts";
import type { SqliteLabelStore } from "../labels/sqlite-labels.ts";
import { FolderIdentity } from "../snapshot/folder-identity.ts";
import { LastReading } from "../snapshot/last-reading.ts";
import { importRoots, soleFolder } from "../snapshot/roots.ts";
import { type Foreign, ForeignSince, ForeignToReading, type Undone } from "../snapshot/undone.ts";
import type { OpenedStore } from "../store/open.ts";
import { HeldPaths } from "./held-paths.ts";
import type { Undoing } from "./would-undo.ts";

type Parts = Pick<OpenedStore, "labels" | "nodes" | "changes" | "layout" | "cache">;

/** The most undone moves that are listed. */
const MOVES = 20;

/** Returns the source for paths on this machine. */
export function localSource(paths: readonly string[]): Source {
  return sourceOf(paths, hostname());
}

/** An import into an existing label, with the last state that source and label had in common. */
export interface ImportBase {
  readonly label: Label & { readonly head: SnapshotId };
  readonly paths: readonly string[];
  /** Undefined where none is known; `snapshot` is null for an empty state. */
  readonly base: { readonly seq: number; readonly snapshot: SnapshotId | null } | undefined;
}

/**
 * Finds the base of an import; undefined for a label without a head. Everything that the label held by the move `seen`
 * counts as known to the source. Throws `BadInput` when `seen` is no move of the label.
 */
export function importBase(
  labels: SqliteLabelStore,
  { label: name, paths, seen }: { label: string; paths: readonly string[]; seen?: number | undefined },
): ImportBase | undefined {
  const label = labels.resolveSync(name);
  if (label === undefined || !isLiving(label)) return undefined;
  const source = localSource(paths);
  const recorded = labels.bases.get(name, source) ?? baseOfNew(labels, label, source);
  if (seen === undefined || seen <= (recorded?.seq ?? 0)) return { label, paths, base: recorded };
  const move = labels.history.entry(seen);
  if (move?.label !== name) {
    throw badInput(
      `The label ${name} has no move ${seen}.`,
      "Look at the label again, and say which move was its latest.",
      {
        label: name,
        seen,
      },
    );
  }
  return { label, paths, base: { seq: seen, snapshot: move.to } };
}

/** A label created from a snapshot that the source shares with another label starts with that snapshot in common. */
function baseOfNew(
  labels: SqliteLabelStore,
  { head, last }: ImportBase["label"],
  source: Source,
): Base | undefined {
  return last.op === "create" && labels.bases.knows(source, head)
    ? { seq: last.seq, snapshot: head }
    : undefined;
}

/** Returns the finder of a label's changes from elsewhere than the source; undefined when there are none. */
export function foreignTo(store: Parts, { label, paths, base }: ImportBase): Foreign | undefined {
  const { nodes, layout, cache } = store;
  if (base?.snapshot === label.head) return undefined;
  const roots = importRoots(paths, new FolderIdentity(realpathSync(layout.folder)));
  const before = new HeldPaths(store, label.name);
  const toReading = new ForeignToReading(new LastReading(roots, cache), {
    heldBefore: (path) => before.has(path),
    posixModes: process.platform !== "win32",
  });
  return base === undefined ? toReading : new ForeignSince(nodes, base.snapshot, label.head, toReading);
}

/** Adds to undone changes the moves that made them. */
export function undoingOf(
  labels: SqliteLabelStore,
  { label, paths, base }: ImportBase,
  undone: Undone,
): Undoing {
  const { name, last, settings } = label;
  const since = base === undefined ? undefined : labels.bases.movesSince(name, base.seq, MOVES);
  const isOther = settings.folder !== undefined && settings.folder !== soleFolder(paths);
  return {
    ...undone,
    base,
    last: last.seq,
    moves: since?.moves ?? [],
    moveCount: since?.count ?? 0,
    otherFolder: isOther ? settings.folder : undefined,
    newLabel: freeName(name, (each) => labels.resolveSync(each) !== undefined),
  };
}

function isLiving(label: Label): label is Label & { readonly head: SnapshotId } {
  return label.head !== null;
}
