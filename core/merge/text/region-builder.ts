// @browser-safe
import { sameLines } from "./lines.ts";
import type { Region, RegionKind, Span, Suggestion } from "./region.ts";

/** The lines of the three texts of a merge, as numbers that equal lines share. */
export interface Sides<T = Int32Array> {
  readonly base: T;
  readonly ours: T;
  readonly theirs: T;
}

/** A position in each text, as the number of lines before it. */
export type Place = Sides<number>;

/** Builds the regions of a merge from start to end. Adjacent regions of the same kind and suggestion are joined. */
export class RegionBuilder {
  readonly #lines: Sides;
  readonly #regions: Region[] = [];
  #at: Place = { base: 0, ours: 0, theirs: 0 };

  constructor(lines: Sides) {
    this.#lines = lines;
  }

  get at(): Place {
    return this.#at;
  }

  get regions(): readonly Region[] {
    return this.#regions;
  }

  /**
   * Adds a region up to a place and infers its kind from the texts. Equal lines at the ends of a change become unchanged
   * regions; those of a conflict are part of it, since they might be matched otherwise.
   */
  addUpTo(end: Place): void {
    const kind = this.#kindTo(end);
    if (kind === "unchanged" || kind === "conflict") {
      this.add(end, kind);
      return;
    }
    const { base, ours, theirs } = this.#lines;
    let [head, tail] = [0, 0];
    const at = this.#at;
    const most = Math.min(end.base - at.base, end.ours - at.ours, end.theirs - at.theirs);
    const alike = (b?: number, o?: number, t?: number) => b === o && b === t;
    while (head < most && alike(base[at.base + head], ours[at.ours + head], theirs[at.theirs + head])) head++;
    while (
      tail < most - head &&
      alike(base[end.base - 1 - tail], ours[end.ours - 1 - tail], theirs[end.theirs - 1 - tail])
    ) {
      tail++;
    }
    this.add(shifted(at, head), "unchanged");
    this.add(shifted(end, -tail), kind);
    this.add(end, "unchanged");
  }

  /** Adds a region of a kind up to a place; of a conflict, with what to suggest. */
  add(end: Place, kind: RegionKind, suggestion?: Suggestion): void {
    const { base, ours, theirs } = this.#at;
    if (end.base === base && end.ours === ours && end.theirs === theirs) return;
    const last = this.#regions.at(-1);
    const joins = last?.kind === kind && last.suggestion === suggestion;
    if (joins) this.#regions.pop();
    const from = joins
      ? { base: last.base.start, ours: last.ours.start, theirs: last.theirs.start }
      : this.#at;
    const span = (side: keyof Place) => ({ start: from[side], count: end[side] - from[side] });
    const spans = { base: span("base"), ours: span("ours"), theirs: span("theirs") };
    this.#regions.push({ kind, ...(suggestion && { suggestion }), ...spans });
    this.#at = end;
  }

  /** Adds regions whose positions count from the current place. */
  addAll(regions: readonly Region[]): void {
    const { base, ours, theirs } = this.#at;
    for (const { kind, suggestion, ...spans } of regions) {
      const end = (from: number, { start, count }: Span) => from + start + count;
      const place = {
        base: end(base, spans.base),
        ours: end(ours, spans.ours),
        theirs: end(theirs, spans.theirs),
      };
      this.add(place, kind, suggestion);
    }
  }

  #kindTo(end: Place): RegionKind {
    const same = (one: keyof Place, other: keyof Place) => {
      const lines = (side: keyof Place) => this.#lines[side].subarray(this.#at[side], end[side]);
      return sameLines(lines(one), lines(other));
    };
    if (same("base", "ours")) return same("base", "theirs") ? "unchanged" : "theirs";
    if (same("base", "theirs")) return "ours";
    return same("ours", "theirs") ? "both" : "conflict";
  }
}

/** Returns the place `by` lines further on in each text. */
export function shifted({ base, ours, theirs }: Place, by: number): Place {
  return { base: base + by, ours: ours + by, theirs: theirs + by };
}

/** Returns the merged lines of regions without a conflict.  */
export function mergedLines(sides: Sides, regions: readonly Region[]): Int32Array {
  const lines = regions.flatMap((region) => {
    const side = region.kind === "theirs" ? "theirs" : "ours";
    const { start, count } = region[side];
    return [...sides[side].subarray(start, start + count)];
  });
  return Int32Array.from(lines);
}

/** Returns the place where a region starts. */
export function startOf({ base, ours, theirs }: Region): Place {
  return { base: base.start, ours: ours.start, theirs: theirs.start };
}

/** Returns the place where a region ends. */
export function endOf({ base, ours, theirs }: Region): Place {
  return {
    base: base.start + base.count,
    ours: ours.start + ours.count,
    theirs: theirs.start + theirs.count,
  };
}
