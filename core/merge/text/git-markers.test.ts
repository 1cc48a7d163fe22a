import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { conflictMarkers } from "./conflict-markers.ts";
import { gitMergedTexts, gitVersion } from "./git-suite.ts";
import { LineNumbers } from "./lines.ts";
import { addedTriple, catalogueTriple, halvedTriple, lockTriple } from "./long-triples-suite.ts";
import { mergeLines } from "./merge-regions.ts";
import { refineRegions } from "./refine-regions.ts";
import type { Region, Span } from "./region.ts";
import type { Sides } from "./region-builder.ts";
import { Dice, readSources, realTriple, type Triple } from "./triples-suite.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const cases = Number(process.env.STRATA_MERGE_CASES ?? 20);
const folder = process.env.STRATA_MERGE_SOURCES ?? fileURLToPath(new URL("../..", import.meta.url));
const seed = Number(process.env.STRATA_MERGE_SEED ?? Math.floor(Math.random() * 2 ** 31));
const BATCH = 200;

const sources = readSources(folder, 100, new Dice(seed));
const lockFile = readFileSync(`${root}/package-lock.json`, "latin1");
const kinds: Readonly<Record<string, (dice: Dice) => Triple>> = {
  "real texts": (dice) => realTriple(dice, sources),
  "message catalogues": (dice) => catalogueTriple(dice, dice.pick(sources)),
  "lock files": (dice) => lockTriple(dice, lockFile),
  "halved texts": (dice) => halvedTriple(dice, dice.pick(sources)),
  "texts that both added": (dice) => addedTriple(dice, dice.pick(sources)),
};

const hasGit = gitVersion() !== undefined;
if (!hasGit) console.warn("git is not installed: conflicts are not compared with git's");

describe.skipIf(!hasGit)("conflicts between markers", () => {
  for (const [kind, make] of Object.entries(kinds)) {
    it(`MC8: are no larger than git's: ${kind}`, { timeout: 3_600_000 }, () => {
      const dice = new Dice(seed);
      const tally = new Tally();
      for (let left = cases; left > 0; left -= BATCH) {
        const triples = Array.from({ length: Math.min(BATCH, left) }, () => make(dice));
        // Without a base, git shows the lines that both sides share as settled only in its default style.
        const style = triples.every(({ base }) => base.length === 0) ? "" : "--diff3";
        const byGit = gitMergedTexts(triples, style);
        for (const [n, triple] of triples.entries()) tally.add(shownOf(triple), textOf(byGit[n]?.text));
      }
      console.log(`${kind}, seed ${seed}: ${JSON.stringify(tally.figures)}`);
      // Among few cases, a single text that git aligns otherwise can double the lines.
      const [leastEqual, mostLines] = cases < 100 ? [0.6, 3] : [0.8, 1.5];
      // In lock files there are so many edits that git takes short cuts.
      if (kind !== "lock files") expect(tally.equalShare).toBeGreaterThan(leastEqual);
      expect(tally.lineShare).toBeLessThan(mostLines);
    });
  }
});

/** A merge as it is shown, with its suggestions open or taken. */
interface Shown {
  readonly open: string;
  readonly taken: string;
  /** The lines in suggestions, and those at their edges that all three texts have, which would need no marker. */
  readonly suggested: number;
  readonly shared: number;
}

function shownOf({ base, ours, theirs }: Triple): Shown {
  const numbers = new LineNumbers();
  const texts = { base: numbers.read(base), ours: numbers.read(ours), theirs: numbers.read(theirs) };
  const ids = { base: texts.base.ids, ours: texts.ours.ids, theirs: texts.theirs.ids };
  const regions = refineRegions(ids, mergeLines(ids, numbers.distinct));
  const names = { base: "base", ours: "ours", theirs: "theirs" };
  const print = (all: readonly Region[]) => {
    const markers = conflictMarkers(texts, all, names);
    return base.length === 0 ? markers.replaceAll("||||||| base\n", "") : markers;
  };
  const taken = regions.map((region) => ({ ...region, kind: region.suggestion ?? region.kind }));
  const suggestions = regions.filter(({ suggestion }) => suggestion !== undefined);
  return {
    open: print(regions),
    taken: print(taken),
    suggested: sum(suggestions.map(({ base, ours, theirs }) => base.count + ours.count + theirs.count)),
    shared: sum(suggestions.map((region) => sharedIn(ids, region))),
  };
}

/** Counts the lines at the beginning and the end of a region that all three texts have there. */
function sharedIn(ids: Sides, { base, ours, theirs }: Region): number {
  const most = Math.min(base.count, ours.count, theirs.count);
  const isShared = (fromStart: (span: Span) => number) => {
    const id = ids.base[fromStart(base)];
    return id === ids.ours[fromStart(ours)] && id === ids.theirs[fromStart(theirs)];
  };
  let [first, last] = [0, 0];
  while (first < most && isShared(({ start }) => start + first)) first++;
  while (last < most - first && isShared(({ start, count }) => start + count - 1 - last)) last++;
  return 3 * (first + last);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, number) => all + number, 0);
}

function textOf(bytes: Uint8Array = new Uint8Array()): string {
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
}

/** Adds up how the shown conflicts compare with git's. */
class Tally {
  #files = 0;
  #clean = { files: 0, equal: 0 };
  #conflicts = { files: 0, equal: 0, lines: 0, linesIfTaken: 0, gitLines: 0 };
  readonly #ratios: number[] = [];
  readonly #suggestions = { lines: 0, shared: 0 };

  add({ open, taken, suggested, shared }: Shown, git: string): void {
    this.#files++;
    this.#suggestions.lines += suggested;
    this.#suggestions.shared += shared;
    const gitLines = linesBetween(git);
    const counts = gitLines === undefined ? this.#clean : this.#conflicts;
    counts.files++;
    if (taken === git) counts.equal++;
    const lines = linesBetween(open);
    if (gitLines === undefined || lines === undefined) return;
    this.#conflicts.lines += lines;
    this.#conflicts.linesIfTaken += linesBetween(taken) ?? 0;
    this.#conflicts.gitLines += gitLines;
    this.#ratios.push(lines / gitLines);
  }

  /** The share of files whose text is git's, once suggestions are taken. */
  get equalShare(): number {
    return (this.#clean.equal + this.#conflicts.equal) / this.#files;
  }

  get lineShare(): number {
    const { lines, gitLines } = this.#conflicts;
    return gitLines === 0 ? 1 : lines / gitLines;
  }

  get figures() {
    const sorted = this.#ratios.toSorted((a, b) => a - b);
    const at = (share: number) => rounded(sorted[Math.floor(share * (sorted.length - 1))] ?? 1);
    return {
      files: this.#files,
      clean: this.#clean,
      conflicts: this.#conflicts,
      suggestions: this.#suggestions,
      ratio: { p50: at(0.5), p90: at(0.9), p99: at(0.99), sum: rounded(this.lineShare) },
    };
  }
}

function rounded(ratio: number): number {
  return Math.round(100 * ratio) / 100;
}

/** Counts the lines between markers; undefined without a conflict. */
function linesBetween(text: string): number | undefined {
  let [lines, conflicts, inside] = [0, 0, false];
  for (const line of text.split("\n")) {
    if (/^<{7} ours\r?$/.test(line)) [conflicts, inside] = [conflicts + 1, true];
    else if (/^>{7} theirs\r?$/.test(line)) inside = false;
    else if (inside && !/^(\|{7} base|={7})\r?$/.test(line)) lines++;
  }
  return conflicts === 0 ? undefined : lines;
}
