// @browser-safe
import { type Matches, UNMATCHED } from "./shortest-matches.ts";

/**
 * Slides the edits of an alignment to where git puts them, which matters where lines before or after an edit equal its own:
 * next to the last edit of the other text that it can meet, else as low as possible. Edits that meet on the way are joined.
 * This is the compaction of git's xdiff (`xdl_change_compact`) without its indent heuristic, which merges do not use.
 */
export function slidMatches(a: Int32Array, b: Int32Array, matches: Matches): Matches {
  const inA = Uint8Array.from(matches, (y) => (y === UNMATCHED ? 1 : 0));
  const inB = new Uint8Array(b.length).fill(1);
  for (const y of matches) if (y !== UNMATCHED) inB[y] = 0;
  slideAll(new Group(a, inA), new Group(b, inB));
  slideAll(new Group(b, inB), new Group(a, inA));
  let y = 0;
  return matches.map((_, x) => {
    if (inA[x] === 1) return UNMATCHED;
    while (inB[y] === 1) y++;
    return y++;
  });
}

/** A run of edited lines before a matched line or the end; often empty. Each text has as many as the other. */
class Group {
  readonly #lines: Int32Array;
  readonly #edited: Uint8Array;
  #start = 0;
  #end: number;

  constructor(lines: Int32Array, edited: Uint8Array) {
    this.#lines = lines;
    this.#edited = edited;
    this.#end = this.#runFrom(0);
  }

  get end(): number {
    return this.#end;
  }

  get length(): number {
    return this.#end - this.#start;
  }

  next(): boolean {
    if (this.#end === this.#lines.length) return false;
    this.#start = this.#end + 1;
    this.#end = this.#runFrom(this.#start);
    return true;
  }

  previous(): void {
    this.#end = this.#start - 1;
    this.#start = this.#runTo(this.#end);
  }

  /** Moves the run up by a line if the line before it equals its last; joins the run above that it meets. */
  slideUp(): boolean {
    const { length } = this;
    if (length === 0 || this.#start === 0) return false;
    if (this.#lines[this.#start - 1] !== this.#lines[this.#end - 1]) return false;
    this.#edited[--this.#start] = 1;
    this.#edited[--this.#end] = 0;
    this.#start = this.#runTo(this.#start);
    return true;
  }

  /** Moves the run down by a line if the line after it equals its first; joins the run below that it meets. */
  slideDown(): boolean {
    if (this.length === 0 || this.#end === this.#lines.length) return false;
    if (this.#lines[this.#start] !== this.#lines[this.#end]) return false;
    this.#edited[this.#start++] = 0;
    this.#edited[this.#end++] = 1;
    this.#end = this.#runFrom(this.#end);
    return true;
  }

  #runFrom(start: number): number {
    let end = start;
    while (this.#edited[end] === 1) end++;
    return end;
  }

  #runTo(end: number): number {
    let start = end;
    while (start > 0 && this.#edited[start - 1] === 1) start--;
    return start;
  }
}

/** Slides each run of a text. `other` follows in the other text: the run before the same matched line. */
function slideAll(group: Group, other: Group): void {
  do {
    if (group.length > 0) slide(group, other);
    other.next();
  } while (group.next());
}

function slide(group: Group, other: Group): void {
  let length: number;
  let meets: boolean;
  let highest: number;
  do {
    length = group.length;
    while (group.slideUp()) other.previous();
    highest = group.end;
    meets = other.length > 0;
    while (group.slideDown()) {
      other.next();
      meets ||= other.length > 0;
    }
  } while (group.length !== length);
  if (group.end === highest || !meets) return;
  while (other.length === 0 && group.slideUp()) other.previous();
}
