import { create } from "zustand";
import type { ChangeKind } from "../components/counts.tsx";

/** The layout of text comparisons; `auto`: side by side where there is room. */
export type DiffLayout = "auto" | "side" | "inline";

export const CHANGE_KINDS = ["added", "modified", "removed"] as const satisfies readonly ChangeKind[];

interface ComparisonView {
  /** The kinds that are shown. */
  readonly kinds: ReadonlySet<ChangeKind>;
  readonly pattern: string;
  readonly layout: DiffLayout;
  /** The change that is looked at; the same path is looked for in whatever is compared next. */
  readonly path: string | null;
  toggleKind(kind: ChangeKind): void;
  match(pattern: string): void;
  layOut(layout: DiffLayout): void;
  look(path: string): void;
  showAll(): void;
}

const EVERY: ReadonlySet<ChangeKind> = new Set(CHANGE_KINDS);

/** The settings of the window's comparisons. */
export const useComparisonView = create<ComparisonView>()((set) => ({
  kinds: EVERY,
  pattern: "",
  layout: "auto",
  path: null,
  toggleKind: (kind) =>
    set(({ kinds }) => {
      const next = new Set(kinds);
      if (!next.delete(kind)) next.add(kind);
      // An empty list helps no one: hiding the last kind shows all again.
      return { kinds: next.size === 0 ? EVERY : next };
    }),
  match: (pattern) => set({ pattern }),
  layOut: (layout) => set({ layout }),
  look: (path) => set({ path }),
  showAll: () => set({ kinds: EVERY, pattern: "" }),
}));
