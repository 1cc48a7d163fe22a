import { create } from "zustand";
import { EVERYTHING } from "../../api/chosen.ts";
import type { HistoryFilter, Op } from "../../api/queries.ts";

/** The kinds of move that are shown or hidden together. */
export const KINDS = {
  snapshots: ["create", "push"],
  resets: ["reset", "restore"],
  forced: ["force"],
  merges: ["merge"],
  other: ["delete", "rename"],
} as const satisfies Record<string, readonly Op[]>;

export type Kind = keyof typeof KINDS;
export const ALL_KINDS = Object.keys(KINDS) as readonly Kind[];

interface FilterState {
  readonly hidden: ReadonlySet<Kind>;
  readonly text: string;
  /** Text and kinds together, for queries. */
  readonly filter: HistoryFilter;
  toggle(kind: Kind): void;
  find(text: string): void;
  /** Shows every kind again; the typed text stays. */
  showKinds(): void;
  showAll(): void;
}

const NONE: ReadonlySet<Kind> = new Set();

/** The window's filter of histories. */
export const useHistoryFilter = create<FilterState>()((set) => ({
  hidden: NONE,
  text: "",
  filter: EVERYTHING,
  toggle: (kind) =>
    set(({ hidden, text }) => {
      const next = new Set(hidden);
      if (!next.delete(kind)) next.add(kind);
      // An empty list helps no one: hiding the last kind shows all again.
      const wanted = next.size === ALL_KINDS.length ? NONE : next;
      return { hidden: wanted, filter: filterOf(wanted, text) };
    }),
  find: (text) => set(({ hidden }) => ({ text, filter: filterOf(hidden, text) })),
  showKinds: () => set(({ text }) => ({ hidden: NONE, filter: filterOf(NONE, text) })),
  showAll: () => set({ hidden: NONE, text: "", filter: EVERYTHING }),
}));

/** Returns the filter without some kinds; without none it is always the same object. */
export function filterOf(hidden: ReadonlySet<Kind>, text: string): HistoryFilter {
  const wanted = text.trim();
  if (hidden.size === 0 && wanted === "") return EVERYTHING;
  const shown = ALL_KINDS.filter((kind) => !hidden.has(kind));
  return { ops: hidden.size === 0 ? [] : shown.flatMap((kind) => [...KINDS[kind]]), text: wanted };
}
