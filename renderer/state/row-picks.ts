import { create } from "zustand";

/** The versions that columns of a row are taken from, by the columns' names. */
export type Picks = Readonly<Record<string, "base" | "ours" | "theirs">>;

interface RowPicks {
  readonly rows: Readonly<Record<string, Picks>>;
  put(row: string, picks: Picks): void;
  /** Forgets those whose names begin so. */
  forget(rows: string): void;
}

/**
 * Rows of databases of which some columns are chosen, and that are decided once all are. A row also stays here until the
 * window knows its decision.
 */
export const useRowPicks = create<RowPicks>()((set) => ({
  rows: {},
  put: (row, picks) => set(({ rows }) => ({ rows: { ...rows, [row]: picks } })),
  forget: (name) =>
    set(({ rows }) => ({
      rows: Object.fromEntries(Object.entries(rows).filter(([row]) => !row.startsWith(name))),
    })),
}));
