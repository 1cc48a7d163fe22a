import { create } from "zustand";

/** A file of a merge: not decided, decided by the merge itself, or by a person. */
export type MergeFileState = "open" | "resolved" | "auto";

const SETTINGS = "strata.merge";

/** How merges are shown; kept between runs. */
export interface MergeSettings {
  /** Whether the next open hunk comes by itself after a decision. */
  readonly advance: boolean;
  readonly wrap: boolean;
  /** Whether differences of spaces alone are not marked. */
  readonly ignoreSpaces: boolean;
  /** Whether the base has a pane of its own. */
  readonly showBase: boolean;
  /** Whether the files are listed below their folders. */
  readonly asTree: boolean;
}

/** A line of a file's result, counted from 0; null for wherever the file begins. */
export interface ResultSpot {
  readonly path: string;
  readonly line: number | null;
}

const FIRST: MergeSettings = {
  advance: true,
  wrap: false,
  ignoreSpaces: false,
  showBase: false,
  asTree: true,
};

interface MergeView {
  /** The merge that has the window; null: none has. */
  readonly merge: number | null;
  /** The chosen file of each merge. */
  readonly paths: Readonly<Record<number, string>>;
  readonly pattern: string;
  /** The state of the files that are listed; null: all are. */
  readonly only: MergeFileState | null;
  /** Whether the result is looked at, not the files one by one. */
  readonly isProof: boolean;
  /** The line to go to as soon as its file is shown. */
  readonly spot: ResultSpot | null;
  readonly settings: MergeSettings;
  open(merge: number, path?: string): void;
  close(): void;
  look(merge: number, path: string): void;
  showProof(isProof: boolean): void;
  /** Shows a line of a file's result. */
  goTo(merge: number, spot: ResultSpot): void;
  match(pattern: string): void;
  filter(only: MergeFileState | null): void;
  set(change: Partial<MergeSettings>): void;
}

/** Which merge the window shows, and how. */
export const useMergeView = create<MergeView>()((set) => ({
  merge: null,
  paths: {},
  pattern: "",
  only: null,
  isProof: false,
  spot: null,
  settings: readSettings(),
  open: (merge, path) =>
    set(({ paths }) => ({
      merge,
      pattern: "",
      only: null,
      isProof: false,
      spot: null,
      paths: path === undefined ? paths : { ...paths, [merge]: path },
    })),
  close: () => set({ merge: null, isProof: false, spot: null }),
  look: (merge, path) => set(({ paths }) => ({ paths: { ...paths, [merge]: path }, spot: null })),
  showProof: (isProof) => set({ isProof }),
  goTo: (merge, spot) =>
    set(({ paths }) => ({ paths: { ...paths, [merge]: spot.path }, isProof: false, spot })),
  match: (pattern) => set({ pattern }),
  filter: (only) => set({ only }),
  set: (change) =>
    set((state) => {
      const settings = { ...state.settings, ...change };
      localStorage.setItem(SETTINGS, JSON.stringify(settings));
      return { settings };
    }),
}));

function readSettings(): MergeSettings {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(SETTINGS) ?? "{}");
    const known = Object.entries(kept ?? {}).filter(
      ([name, value]) => name in FIRST && typeof value === "boolean",
    );
    return { ...FIRST, ...Object.fromEntries(known) };
  } catch {
    return FIRST;
  }
}
