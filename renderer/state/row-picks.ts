import { create } from "zustand";

const VERSIONS = ["base", "ours", "theirs"] as const;

/** The versions that columns of a row are taken from, by the columns' names. */
export type Picks = Readonly<Record<string, (typeof VERSIONS)[number]>>;

interface RowPicks {
  readonly rows: Readonly<Record<string, Picks>>;
  put(row: string, picks: Picks): void;
  /** Forgets those whose names begin so. */
  forget(rows: string): void;
}

const KEPT = "strata.row-picks";
/** The most rows that are kept between runs: those chosen last. */
const MOST = 1000;

/**
 * Rows of databases of which some columns are chosen, and that are decided once all are; kept between runs. A row also stays
 * here until the window knows its decision.
 */
export const useRowPicks = create<RowPicks>()((set) => ({
  rows: readKept(),
  put: (row, picks) =>
    set(({ rows: { [row]: _, ...others } }) => keep([...Object.entries(others), [row, picks]])),
  forget: (name) => set(({ rows }) => keep(Object.entries(rows).filter(([row]) => !row.startsWith(name)))),
}));

function keep(rows: readonly (readonly [string, Picks])[]): Pick<RowPicks, "rows"> {
  const kept = Object.fromEntries(rows.slice(-MOST));
  localStorage.setItem(KEPT, JSON.stringify(kept));
  return { rows: kept };
}

function readKept(): RowPicks["rows"] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEPT) ?? "{}");
    return Object.fromEntries(Object.entries(kept ?? {}).filter(isKept));
  } catch {
    return {};
  }
}

function isKept(entry: [string, unknown]): entry is [string, Picks] {
  const [, picks] = entry;
  if (typeof picks !== "object" || picks === null) return false;
  return Object.values(picks).every((version) => VERSIONS.includes(version));
}
