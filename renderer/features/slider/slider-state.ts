import { create } from "zustand";

interface SliderState {
  readonly isOpen: boolean;
  /** Whether it was opened just now, and has not taken the focus yet. */
  readonly isNew: boolean;
  toggle(): void;
  close(): void;
  /** Tells whether to take the focus, once. */
  takesFocus(): boolean;
}

/** Whether the versions of what is selected are gone through. */
export const useSlider = create<SliderState>()((set, get) => ({
  isOpen: false,
  isNew: false,
  toggle: () => set(({ isOpen }) => ({ isOpen: !isOpen, isNew: !isOpen })),
  close: () => set({ isOpen: false }),
  takesFocus() {
    const { isNew } = get();
    if (isNew) set({ isNew: false });
    return isNew;
  },
}));
