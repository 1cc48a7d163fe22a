import { create } from "zustand";
import { persist } from "zustand/middleware";

interface LabelsView {
  readonly filter: string;
  readonly sort: "name" | "recent";
  /** Whether deleted labels are listed too. */
  readonly deleted: boolean;
  setFilter(filter: string): void;
  turnSort(): void;
  turnDeleted(): void;
}

/** How the list of labels is looked at; its order is remembered. */
export const useLabelsView = create<LabelsView>()(
  persist(
    (set) => ({
      filter: "",
      sort: "recent",
      deleted: false,
      setFilter: (filter) => set({ filter }),
      turnSort: () => set(({ sort }) => ({ sort: sort === "name" ? "recent" : "name" })),
      turnDeleted: () => set(({ deleted }) => ({ deleted: !deleted })),
    }),
    { name: "strata.labels", partialize: ({ sort }) => ({ sort }) },
  ),
);

/** Gives what is asked for to show the list as it is looked at. */
export function listOf({ filter, sort, deleted }: Pick<LabelsView, "filter" | "sort" | "deleted">) {
  return { filter: filter.trim(), sort, deleted };
}
