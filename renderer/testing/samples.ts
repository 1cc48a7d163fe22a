import type { MergeFile, MergeInfo, RowInConflict } from "../api/merges.ts";
import type { Mount, MountState } from "../api/mounts.ts";
import type { LabelItem, UndoSteps } from "../api/queries.ts";

/** A working copy of the label `work`, as the list of them knows it. */
export function mountOf(change: Partial<Mount> = {}): Mount {
  const mount = { id: 1, name: "copy", label: "work", base: "b0", revision: 1, created: 1, changed: 1 };
  return { ...mount, discarded: null, ...change };
}

/** The same working copy as a snapshot; it differs from the base. */
export function mountStateOf(change: Partial<MountState> = {}): MountState {
  return { mount: "copy", label: "work", base: "b0", head: "b0", revision: 1, ca_id: "c1", ...change };
}

/** The label `work`, as the list of labels knows it. */
export function labelOf(change: Partial<LabelItem> = {}): LabelItem {
  const flags = { pinned: false, protected: false, ignore: [], gitignore: false };
  const kept = { retention: { keep: "everything" as const }, own_retention: false };
  const last = { moves: 1, at: 1, op: "create" as const, message: "", actor: "you" };
  return { name: "work", ca_id: "b0", description: "", folder: null, ...flags, ...kept, ...last, ...change };
}

/** A merge of the label `other` into `work` without an open file. */
export function mergeOf(change: Partial<MergeInfo> = {}): MergeInfo {
  const side = { at: 1, by: "you", message: "" };
  return {
    id: 1,
    label: "work",
    mount: null,
    ours: { ...side, ca_id: "a1", name: "work", label: "work" },
    theirs: { ...side, ca_id: "a2", name: "other", label: "other" },
    base: { ca_id: "a0", name: "work" },
    files: { auto: 1, open: 0, resolved: 2 },
    created: 1,
    changed: 1,
    ended: null,
    outcome: null,
    result: null,
    moved: false,
    ...change,
  };
}

/** An image that both sides of a merge changed. */
export function mergeFileOf(change: Partial<MergeFile> = {}): MergeFile {
  const version = { path: "photo.png", type: "file" as const, size: 10, mode: 0o644 };
  return {
    path: "photo.png",
    kind: "binary",
    state: "open",
    revision: 0,
    decision: { take: "undecided" },
    permissions: false,
    base: { ...version, ca_id: "a0", id: "c0" },
    ours: { ...version, ca_id: "a1", id: "c1" },
    theirs: { ...version, ca_id: "a2", id: "c2" },
    text: null,
    ...change,
  };
}

/** A row of the table `people` (id, name, age, town), of which two columns are in conflict. */
export function conflictRowOf(change: Partial<RowInConflict> = {}): RowInConflict {
  const cells = (...values: string[]) => values.map((value) => ({ value }));
  return {
    table: "people",
    key: "1",
    key_cells: cells("1"),
    base: cells("1", "'Ann'", "30", "'Ulm'"),
    ours: cells("1", "'Anna'", "31", "'Ulm'"),
    theirs: cells("1", "'Anne'", "32", "'Köln'"),
    columns: ["name", "age"],
    moved: false,
    decision: null,
    ...change,
  };
}

/** A move that can be undone: a push of `c1` to the label. */
export function moveOf(change: Partial<NonNullable<UndoSteps["undo"]>> = {}) {
  const move = {
    seq: 5,
    at: 5000,
    from: "b0",
    to: "c1",
    op: "push" as const,
    message: "Draft",
    actor: "you",
  };
  return { ...move, ...change };
}
