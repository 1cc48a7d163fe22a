import { create } from "zustand";

/** Which snapshot of a label's history is looked at: one move of it, or whatever the label holds. */
export interface ChosenMove {
  readonly seq: number;
  /** The snapshot after it; null after a delete, and where it was pruned. */
  readonly to: string | null;
  /** The snapshot before it; null for the first. */
  readonly from: string | null;
  readonly at: number;
  readonly index: number;
}

interface Selection {
  readonly label: string | null;
  /** Null: the label's newest move, also when a newer one comes. */
  readonly move: ChosenMove | null;
  readonly tab: "files" | "changes" | "compare";
  /** The number of the working copy that is shown in the place of a snapshot. */
  readonly mount: number | null;
  chooseMount(mount: number | null): void;
  chooseLabel(label: string | null): void;
  chooseMove(move: ChosenMove | null): void;
  showTab(tab: Selection["tab"]): void;
  /** Follows a label to its new name. */
  renamed(from: string, to: string): void;
}

/** The window's selection: a label, one of its moves, and a view. */
export const useSelection = create<Selection>()((set) => ({
  label: null,
  move: null,
  tab: "files",
  mount: null,
  chooseMount: (mount) => set({ mount }),
  chooseLabel: (label) =>
    set((state) => (state.label === label ? { mount: null } : { label, move: null, mount: null })),
  chooseMove: (move) => set({ move }),
  showTab: (tab) => set({ tab }),
  renamed: (from, to) => set((state) => (state.label === from ? { label: to } : state)),
}));
