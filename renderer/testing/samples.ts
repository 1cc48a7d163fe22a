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
  const last = { moves: 1, at: 1, op: "create" as const, message: "", actor: "you" };
  return { name: "work", ca_id: "b0", description: "", folder: null, ...flags, ...last, ...change };
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
