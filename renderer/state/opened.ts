import { create } from "zustand";

interface Opened {
  /** The batches of opened paths, in order of arrival, until they are taken. */
  readonly waiting: readonly (readonly string[])[];
  add(paths: readonly string[]): void;
  /** Returns the waiting paths, once. */
  take(): readonly (readonly string[])[];
}

/** Files and folders that the app was started with or given since: they may come before there is a store to put them into. */
export const useOpened = create<Opened>()((set, get) => ({
  waiting: [],
  add: (paths) => {
    if (paths.length > 0) set(({ waiting }) => ({ waiting: [...waiting, paths] }));
  },
  take: () => {
    const { waiting } = get();
    if (waiting.length > 0) set({ waiting: [] });
    return waiting;
  },
}));
