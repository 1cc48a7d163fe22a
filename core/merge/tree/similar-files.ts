import type { Entry } from "../../manifest/entry.ts";
import { comparePaths } from "../../manifest/path.ts";
import { TimeSlice } from "../../time-slice.ts";
import { type Sketch, similarity } from "../content/sketch.ts";
import { listIn } from "../list-in.ts";
import type { PathSides } from "./paths.ts";

/** Returns the sketch of a file's content. */
export type SketchOf = (entry: Entry) => Promise<Sketch>;

/** A path at which a side removed or added a file. Only `wanted` ones of the removed are paired. */
export interface Candidate {
  readonly sides: PathSides;
  /** The file that was removed or added. */
  readonly entry: Entry;
  readonly wanted: boolean;
}

/** A removed and an added file, and how similar their contents are, from 0 to 1. */
export interface SimilarPair {
  readonly from: PathSides;
  readonly to: PathSides;
  readonly similarity: number;
}

/** The pairs found. `limited`: whether there were too many files, or too large ones, to compare all. */
export interface SimilarPairs {
  readonly pairs: readonly SimilarPair[];
  readonly limited: boolean;
}

/** The similarity from which on a file counts as moved, as in git. */
const LEAST = 0.5;
/** The similarity from which on files are paired because no others have their name, as in git. */
const LEAST_OF_NAME = 0.75;
/** Maximum number of pairs to compare, as by git's rename limit of 1,000. */
const MOST_PAIRS = 1_000_000;
/** Maximum size of all contents to read, in bytes. */
const MOST_BYTES = 256 * 2 ** 20;
/** The number of removed files that are kept in mind for each added one. */
const BEST = 4;

/**
 * Pairs removed with added files of similar content, each file at most once. As in git, those come first that share a name
 * with no other file; among the others, the most similar ones, and of equally similar ones those that kept their name.
 * Throws `Cancelled`, and what `sketchOf` throws.
 */
export async function pairSimilar(
  removed: readonly Candidate[],
  added: readonly Candidate[],
  sketchOf: SketchOf,
  signal?: AbortSignal,
): Promise<SimilarPairs> {
  const [gone, there] = [sorted(removed), sorted(added)];
  const comparison = new Comparison(sketchOf, new TimeSlice(signal));
  const byName = await pairByName(gone, there, comparison);
  const taken = new Set(byName.flatMap(({ from, to }) => [from, to]));
  const from = gone.filter(({ wanted, sides }) => wanted && !taken.has(sides));
  const to = there.filter(({ sides }) => !taken.has(sides));
  if (from.length * to.length > MOST_PAIRS) return { pairs: byName, limited: true };
  const others = await pairBest(from, to, comparison);
  return { pairs: [...byName, ...others], limited: comparison.limited };
}

/** Pairs files whose name only one file on either side has. */
async function pairByName(
  gone: readonly Candidate[],
  there: readonly Candidate[],
  comparison: Comparison,
): Promise<SimilarPair[]> {
  const named = new Map<string, Candidate[]>();
  for (const each of there) listIn(named, nameOf(each)).push(each);
  const namesakes = new Map<string, Candidate[]>();
  for (const each of gone) listIn(namesakes, nameOf(each)).push(each);
  const pairs: SimilarPair[] = [];
  for (const [name, [from, ...moreGone]] of namesakes) {
    const [to, ...moreThere] = named.get(name) ?? [];
    if (!from?.wanted || to === undefined || moreGone.length + moreThere.length > 0) continue;
    const score = await comparison.of(from, to);
    if (score >= LEAST_OF_NAME) pairs.push({ from: from.sides, to: to.sides, similarity: score });
  }
  return pairs;
}

/** Pairs the most similar files first. */
async function pairBest(
  from: readonly Candidate[],
  to: readonly Candidate[],
  comparison: Comparison,
): Promise<SimilarPair[]> {
  const found: (SimilarPair & { readonly sameName: boolean })[] = [];
  for (const there of to) {
    const best: typeof found = [];
    for (const gone of from) {
      const score = await comparison.of(gone, there);
      const sameName = nameOf(gone) === nameOf(there);
      if (score >= LEAST) best.push({ from: gone.sides, to: there.sides, similarity: score, sameName });
    }
    found.push(...best.sort(bestFirst).slice(0, BEST));
  }
  const taken = new Set<PathSides>();
  return found.sort(bestFirst).flatMap(({ sameName: _, ...pair }) => {
    if (taken.has(pair.from) || taken.has(pair.to)) return [];
    taken.add(pair.from).add(pair.to);
    return [pair];
  });
}

function bestFirst(
  a: { readonly similarity: number; readonly sameName: boolean },
  b: { readonly similarity: number; readonly sameName: boolean },
): number {
  return b.similarity - a.similarity || Number(b.sameName) - Number(a.sameName);
}

/** Compares files, and reads each at most once. */
class Comparison {
  /** Whether a file was left out because too much had been read. */
  limited = false;
  readonly #sketchOf: SketchOf;
  readonly #slice: TimeSlice;
  readonly #sketches = new Map<Candidate, Sketch | null>();
  #bytesLeft = MOST_BYTES;

  constructor(sketchOf: SketchOf, slice: TimeSlice) {
    this.#sketchOf = sketchOf;
    this.#slice = slice;
  }

  /** Returns the similarity of two files; 0 if their sizes alone show that it is too low, or too much has been read. */
  async of(a: Candidate, b: Candidate): Promise<number> {
    await this.#slice.step();
    const [less, more] = [a.entry.size, b.entry.size].sort((one, other) => one - other);
    if (less === undefined || more === undefined || less < LEAST * more) return 0;
    const [one, other] = [await this.#sketch(a), await this.#sketch(b)];
    return one === null || other === null ? 0 : similarity(one, other);
  }

  async #sketch(file: Candidate): Promise<Sketch | null> {
    const known = this.#sketches.get(file);
    if (known !== undefined) return known;
    const fits = file.entry.size <= this.#bytesLeft;
    if (fits) this.#bytesLeft -= file.entry.size;
    else this.limited = true;
    const sketch = fits ? await this.#sketchOf(file.entry) : null;
    this.#sketches.set(file, sketch);
    return sketch;
  }
}

function sorted(files: readonly Candidate[]): Candidate[] {
  return [...files].sort((a, b) => comparePaths(a.sides.path, b.sides.path));
}

function nameOf({ sides: { path } }: Candidate): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
