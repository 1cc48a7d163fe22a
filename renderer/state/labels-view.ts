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

/** The view of the list of labels; its order is remembered. */
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

/** Returns the query for the list in its present view. */
export function listOf({ filter, sort, deleted }: Pick<LabelsView, "filter" | "sort" | "deleted">) {
  return { filter: filter.trim(), sort, deleted };
}
