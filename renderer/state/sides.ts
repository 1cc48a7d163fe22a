import { create } from "zustand";
import type { ChosenMove } from "./selection.ts";

/** One of the two that are compared: by what it is found, never what it holds. */
export type Side =
  | { readonly is: "move"; readonly label: string; readonly snapshot: string; readonly at: number }
  /** A working copy, as it is at any time. */
  | { readonly is: "mount"; readonly id: number; readonly name: string; readonly label: string | null }
  /** A label's folder on disk, as it was when it was read the `take`th time. */
  | { readonly is: "folder"; readonly label: string; readonly folder: string; readonly take: number }
  | { readonly is: "snapshot"; readonly snapshot: string };

export type Which = "from" | "to";

interface Sides {
  readonly from: Side | null;
  readonly to: Side | null;
  choose(which: Which, side: Side): void;
  both(from: Side | null, to: Side | null): void;
  swap(): void;
}

/** The two sides of the comparison, for as long as the window is open. */
export const useSides = create<Sides>()((set) => ({
  from: null,
  to: null,
  choose: (which, side) => set({ [which]: side }),
  both: (from, to) => set({ from, to }),
  swap: () => set(({ from, to }) => ({ from: to, to: from })),
}));

/** Makes a side of a move; null for a move that deleted the label. */
export function sideOfMove(label: string, { to, at }: Pick<ChosenMove, "to" | "at">): Side | null {
  return to === null ? null : { is: "move", label, snapshot: to, at };
}

let takes = 0;

/** Makes a side of a label's folder as it is from now on: an earlier reading is not used again. */
export function sideOfFolder(label: string, folder: string): Side {
  return { is: "folder", label, folder, take: ++takes };
}

/** Returns the label that a side belongs to. */
export function labelOf(side: Side): string | null {
  return side.is === "snapshot" ? null : side.label;
}
