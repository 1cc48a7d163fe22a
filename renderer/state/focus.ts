/** The parts of the window that the keyboard can go to at once, in their order. */
export const PANES = [
  "labels",
  "history",
  "files",
  "changes",
  "compare",
  "merge-files",
  "merge",
  "merge-proof",
  "merge-notes",
  "storage",
] as const;

/** A part of the window that the keyboard can go to; of `files`, `changes` and `compare` the one is there whose tab is shown. */
export type PaneName = (typeof PANES)[number];

const panes = new Map<PaneName, () => void>();
/** The pane that gets the focus as soon as it is there. */
let awaited: PaneName | null = null;

/** Registers how a pane takes the focus. Returns a function that removes it, for when the pane goes. */
export function registerPane(name: PaneName, focus: () => void): () => void {
  panes.set(name, focus);
  if (awaited === name) focusPane(name);
  return () => {
    if (panes.get(name) === focus) panes.delete(name);
  };
}

/** Moves the focus into a pane; where it is not there yet gives false, and does so when it comes. */
export function focusPane(name: PaneName): boolean {
  const focus = panes.get(name);
  awaited = focus === undefined ? name : null;
  focus?.();
  return focus !== undefined;
}

/** Returns the pane that takes the focus as soon as it is there; null for none. */
export function awaitedPane(): PaneName | null {
  return awaited;
}

/** Leaves the focus where it is, whichever pane comes: the user went on. */
export function awaitNoPane(): void {
  awaited = null;
}

/** Returns the next pane around the window, or the previous one for `step` −1; `from` null: the focus is in none of them. */
export function nextPane(from: PaneName | null, step: 1 | -1): PaneName | undefined {
  const there = PANES.filter((name) => panes.has(name));
  const at = from === null ? -1 : there.indexOf(from);
  if (at === -1) return step === 1 ? there[0] : there.at(-1);
  return there[(at + step + there.length) % there.length];
}
