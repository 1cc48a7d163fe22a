/** The longest pause between keys of the same name, in ms. */
const PAUSE = 700;
/** The most rows searched: only loaded ones have names, and a longer list is not browsed by typing. */
const REACH = 20_000;

/** The text typed into a list so far. */
export interface Typed {
  readonly text: string;
  readonly at: number;
}

/** Adds a key to the typed text; undefined if the key types nothing. `now` in ms. */
export function typed(before: Typed, key: string, now: number): Typed | undefined {
  const text = now - before.at < PAUSE ? before.text : "";
  if ([...key].length !== 1 || (key === " " && text === "")) return undefined;
  return { text: text + key.toLowerCase(), at: now };
}

/**
 * Finds the next row whose name begins with the typed text, wrapping around at the end; -1 for none. One letter, typed
 * again or not, goes on to the next such row; more letters stay on a row as long as it matches.
 */
export function matchFrom(
  count: number,
  nameAt: (index: number) => string | undefined,
  from: number,
  { text }: Typed,
): number {
  const first = text[0] ?? "";
  const same = [...text].every((letter) => letter === first);
  const sought = same ? first : text;
  for (let step = same ? 1 : 0; step < Math.min(count, REACH) + 1; step++) {
    const index = (Math.max(0, from) + step) % count;
    if (nameAt(index)?.toLowerCase().startsWith(sought)) return index;
  }
  return -1;
}
