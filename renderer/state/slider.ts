import { create } from "zustand";

/** A version that was gone to: of which path, from which moment of the label's history. */
interface Visited {
  readonly place: string;
  /** Among the versions of the path, the oldest being 0: newer ones come after it. */
  readonly position: number;
}

interface SliderState {
  readonly isOpen: boolean;
  /** Whether it was opened just now, and has not taken the focus yet. */
  readonly isNew: boolean;
  /** Null: the version of the chosen snapshot. */
  readonly visited: Visited | null;
  toggle(): void;
  close(): void;
  goTo(visited: Visited): void;
  /** Returns whether to take the focus, once. */
  takesFocus(): boolean;
}

/** Whether the versions of what is selected are gone through, and which one is looked at. */
export const useSlider = create<SliderState>()((set, get) => ({
  isOpen: false,
  isNew: false,
  visited: null,
  toggle: () => set(({ isOpen }) => ({ isOpen: !isOpen, isNew: !isOpen, visited: null })),
  close: () => set({ isOpen: false, visited: null }),
  goTo: (visited) => set({ visited }),
  takesFocus() {
    const { isNew } = get();
    if (isNew) set({ isNew: false });
    return isNew;
  },
}));

/**
 * Returns the version last visited at a place, which is a path as of a selected move (null: the newest one)
 * of a label; undefined for none. It stays until another place is selected.
 */
export function positionAt({ visited }: SliderState, place: string): number | undefined {
  return visited?.place === place ? visited.position : undefined;
}

/** Names such a place. */
export function sliderPlace(label: string, move: number | null, path: string): string {
  return JSON.stringify([label, move, path]);
}
