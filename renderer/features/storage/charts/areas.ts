import { text } from "../../../strings/index.ts";

/** A part of the map. */
export interface Area {
  readonly key: string;
  readonly name: string;
  /** In bytes. */
  readonly size: number;
  readonly colour: string;
  /** Shows what it is made of, where that can be seen. */
  readonly onOpen?: (() => void) | undefined;
}

/** The most parts of a map: smaller ones cannot be told apart. */
const MOST = 60;

/** Returns the largest parts, and all others as one. */
export function partsOf(areas: readonly Area[]): Area[] {
  const sorted = [...areas].sort((a, b) => b.size - a.size);
  const rest = sorted.slice(MOST);
  if (rest.length === 0) return sorted;
  const size = rest.reduce((sum, area) => sum + area.size, 0);
  return [
    ...sorted.slice(0, MOST),
    { key: "rest", name: text.space.more(rest.length), size, colour: "var(--text-muted)" },
  ];
}
