import { create } from "zustand";

interface StorageView {
  /** Whether the window shows what takes the space, in place of the labels. */
  readonly isOpen: boolean;
  /** The label whose folders are drawn, and the folder in it; null: all labels are. */
  readonly place: { readonly label: string; readonly path: string } | null;
  open(): void;
  close(): void;
  look(place: StorageView["place"]): void;
}

/** Whether the window shows the storage, and what of it. */
export const useStorageView = create<StorageView>()((set) => ({
  isOpen: false,
  place: null,
  open: () => set({ isOpen: true, place: null }),
  close: () => set({ isOpen: false }),
  look: (place) => set({ place }),
}));
