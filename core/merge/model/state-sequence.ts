// @browser-safe
import type { RegionState } from "./region-state.ts";

/** Totals over region states. */
interface Totals {
  readonly lines: number;
  readonly conflicts: number;
  /** Unresolved conflicts. */
  readonly open: number;
  /** Unresolved conflicts with a suggestion. */
  readonly suggestions: number;
  /** Changes as the merge applied them. */
  readonly auto: number;
}

interface Block extends Totals {
  readonly states: readonly RegionState[];
}

const BLOCK = 64;

/**
 * The states of a file's regions in order. Immutable: setting states copies their blocks of 64 and the list of blocks,
 * and shares the rest. Lookups skip blocks by their totals, so with n regions they take 64 + n / 64 steps.
 */
export class StateSequence {
  readonly length: number;
  readonly totals: Totals;
  readonly #blocks: readonly Block[];

  private constructor(length: number, blocks: readonly Block[]) {
    this.length = length;
    this.totals = sumOf(blocks);
    this.#blocks = blocks;
  }

  static of(states: readonly RegionState[]): StateSequence {
    const blocks: Block[] = [];
    for (let at = 0; at < states.length; at += BLOCK) blocks.push(blockOf(states.slice(at, at + BLOCK)));
    return new StateSequence(states.length, blocks);
  }

  /** Returns the state at an index. Throws a RangeError for an unknown index. */
  at(index: number): RegionState {
    const state = this.#blocks[Math.floor(index / BLOCK)]?.states[index % BLOCK];
    if (state === undefined) throw new RangeError(`There is no region ${index} of ${this.length}.`);
    return state;
  }

  /** Returns a sequence in which these states replace those from `index` on. */
  with(index: number, states: readonly RegionState[]): StateSequence {
    const end = index + states.length;
    const blocks = [...this.#blocks];
    for (let number = Math.floor(index / BLOCK); number * BLOCK < end; number++) {
      const start = number * BLOCK;
      const old = this.#blocks[number]?.states ?? [];
      blocks[number] = blockOf(old.map((state, at) => states[start + at - index] ?? state));
    }
    return new StateSequence(this.length, blocks);
  }

  /** Returns a sequence in which these states replace `count` ones from `index` on. */
  splice(index: number, count: number, states: readonly RegionState[]): StateSequence {
    if (states.length === count) return this.with(index, states);
    return StateSequence.of([...this.states(0, index), ...states, ...this.states(index + count)]);
  }

  /** Yields the states from `from` up to but not including `to`. */
  *states(from = 0, to = this.length): Generator<RegionState> {
    for (let index = from; index < to; index++) yield this.at(index);
  }

  /** Returns the number of lines of the result before a region. */
  linesBefore(index: number): number {
    const block = Math.floor(index / BLOCK);
    let lines = 0;
    for (const each of this.#blocks.slice(0, block)) lines += each.lines;
    for (const state of this.states(block * BLOCK, index)) lines += state.lines;
    return lines;
  }

  /** Returns the index of the region that contains a line of the result. Throws a RangeError for an unknown line. */
  indexOfLine(line: number): number {
    let before = 0;
    for (const [number, block] of this.#blocks.entries()) {
      if (line < before + block.lines) {
        for (const [at, state] of block.states.entries()) {
          before += state.lines;
          if (line < before) return number * BLOCK + at;
        }
      }
      before += block.lines;
    }
    throw new RangeError(`There is no line ${line} of ${this.totals.lines}.`);
  }

  /** Returns the index of the first open conflict at or after an index; undefined if there is none. */
  firstOpen(from: number): number | undefined {
    return this.first("open", from);
  }

  /** Returns the index of the last open conflict before an index; undefined if there is none. */
  lastOpen(before: number): number | undefined {
    return this.last("open", before);
  }

  /** Returns the first open conflict, or the first change as the merge applied it, at or after an index. */
  first(kind: "open" | "auto", from: number): number | undefined {
    for (let index = from; index < this.length; index++) {
      if (index % BLOCK === 0 && this.#blocks[index / BLOCK]?.[kind] === 0) index += BLOCK - 1;
      else if (totalsOf(this.at(index))[kind] === 1) return index;
    }
    return undefined;
  }

  /** Returns the last open conflict, or the last change as the merge applied it, before an index. */
  last(kind: "open" | "auto", before: number): number | undefined {
    for (let index = before - 1; index >= 0; index--) {
      const block = Math.floor(index / BLOCK);
      if (this.#blocks[block]?.[kind] === 0) index = block * BLOCK;
      else if (totalsOf(this.at(index))[kind] === 1) return index;
    }
    return undefined;
  }

  /** Returns the index of the region that has a line of a text. Past the last line it is the last region. */
  indexOfTextLine(text: "base" | "ours" | "theirs", line: number): number {
    let [low, high] = [0, this.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      const { start, count } = this.at(middle).region[text];
      if (start + count > line) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}

function blockOf(states: readonly RegionState[]): Block {
  return { states, ...sumOf(states.map(totalsOf)) };
}

function totalsOf({ region, decision, lines }: RegionState): Totals {
  return {
    lines,
    conflicts: region.kind === "conflict" ? 1 : 0,
    open: decision === "open" ? 1 : 0,
    suggestions: decision === "open" && region.suggestion !== undefined ? 1 : 0,
    auto: decision === "auto" && region.kind !== "unchanged" ? 1 : 0,
  };
}

function sumOf(parts: readonly Totals[]): Totals {
  const sum = { lines: 0, conflicts: 0, open: 0, suggestions: 0, auto: 0 };
  for (const { lines, conflicts, open, suggestions, auto } of parts) {
    sum.lines += lines;
    sum.conflicts += conflicts;
    sum.open += open;
    sum.suggestions += suggestions;
    sum.auto += auto;
  }
  return sum;
}
