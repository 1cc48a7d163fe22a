import { create } from "zustand";

/** What undo and redo are about on a screen that has its own: not a label's moves. */
export interface UndoOwner {
  undo(): void;
  redo(): void;
}

interface UndoOwners {
  /** The latest is asked. */
  readonly owners: readonly UndoOwner[];
  /** Makes somebody the latest owner. Returns a function that ends that. */
  own(owner: UndoOwner): () => void;
}

/** Who undoes and redoes on the screen that is shown; without an owner it is about labels. */
export const useUndoOwner = create<UndoOwners>()((set) => ({
  owners: [],
  own: (owner) => {
    set(({ owners }) => ({ owners: [...owners, owner] }));
    return () => set(({ owners }) => ({ owners: owners.filter((each) => each !== owner) }));
  },
}));

/** Returns the owner of undo and redo at the moment. */
export function undoOwner(): UndoOwner | undefined {
  return useUndoOwner.getState().owners.at(-1);
}
