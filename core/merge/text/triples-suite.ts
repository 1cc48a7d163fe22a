import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Three texts to merge. */
export interface Triple {
  readonly base: Uint8Array;
  readonly ours: Uint8Array;
  readonly theirs: Uint8Array;
}

/** A seeded pseudo-random number generator (mulberry32). */
export class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** Returns an integer from 0 up to but not including `below`. */
  below(below: number): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  }

  pick<T>(items: readonly [T, ...T[]]): T {
    return items[this.below(items.length)] ?? items[0];
  }
}

/** Yields short texts over a tiny alphabet, in which nearly every line has several possible partners. */
export function tinyTriple(dice: Dice): Triple {
  const letters = 2 + dice.below(3);
  const text = () => {
    const lines = Array.from({ length: dice.below(13) }, () => "abcd"[dice.below(letters)]);
    return Buffer.from(lines.join("\n") + (lines.length > 0 && dice.below(5) > 0 ? "\n" : ""));
  };
  return { base: text(), ours: text(), theirs: text() };
}

/** Yields a text over a tiny alphabet and two texts one or two edits away. */
export function tinyEdits(dice: Dice): Triple {
  const letters = 2 + dice.below(3);
  const letter = () => `${"abcd"[dice.below(letters)]}\n`;
  const base = Array.from({ length: dice.below(13) }, letter);
  const edited = () => {
    const lines = [...base];
    for (let n = dice.below(3); n >= 0; n--) {
      lines.splice(
        dice.below(lines.length + 1),
        dice.below(3),
        ...Array.from({ length: dice.below(3) }, letter),
      );
    }
    return Buffer.from(lines.join(""));
  };
  return { base: Buffer.from(base.join("")), ours: edited(), theirs: edited() };
}

/** Yields a part of a real text and two plausible edits of it. */
export function realTriple(dice: Dice, sources: readonly [string, ...string[]]): Triple {
  const all = splitLines(dice.pick(sources));
  const length = 40 + dice.below(dice.below(3) === 0 ? 1500 : 400);
  const start = dice.below(Math.max(1, all.length - length));
  const base = all.slice(start, start + length);
  const common = dice.below(4) === 0 ? dice.below(1 << 30) : undefined;
  const edited = () => {
    let lines = base;
    if (common !== undefined) lines = mutate(new Dice(common), lines, all);
    const edits = dice.below(3) === 0 ? 1 : 1 + dice.below(4);
    for (let n = 0; n < edits; n++) lines = mutate(dice, lines, all);
    return Buffer.from(lines.join(""), "latin1");
  };
  return { base: Buffer.from(base.join(""), "latin1"), ours: edited(), theirs: edited() };
}

/** Splits a text into lines with their ends. */
export const splitLines = (text: string): string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];

type Mutation = (dice: Dice, block: string[], all: readonly string[]) => string[];

const reword = (line: string, dice: Dice) => {
  const at = dice.below(line.length);
  return `${line.slice(0, at)}${dice.pick(["x", "foo", "0", "_new"])}${line.slice(at)}`;
};

/** Edits a block of lines as a person might. */
const BLOCK_MUTATIONS: readonly [Mutation, ...Mutation[]] = [
  () => [],
  (dice, block) => block.map((line) => reword(line, dice)),
  (dice, block) => block.map((line, n) => (n === 0 ? reword(line, dice) : line)),
  (_, block) => block.map((line) => (line.trim() === "" ? line : `\t${line}`)),
  (_, block) => block.map((line) => line.replace(/^(\t| {1,4})/, "")),
  (_, block) => [...block, ...block],
  (dice, block) => [...block, `new line ${dice.below(1000)}\n`],
  (_, block) => ["\n", ...block],
  (_, block) => block.filter((line) => line.trim() !== ""),
  (dice, block, all) => [...block, ...all.slice(dice.below(all.length)).slice(0, 1 + dice.below(12))],
];

/** Yields lines after an edit that a person might make. `all` is a text from which it may copy. */
export function mutate(dice: Dice, lines: readonly string[], all: readonly string[]): string[] {
  const size = 1 + dice.below(dice.pick([1, 3, 10, 40]));
  const start = dice.below(Math.max(1, lines.length - size));
  const before = lines.slice(0, start);
  const block = lines.slice(start, start + size);
  const after = lines.slice(start + size);
  const kind = dice.below(BLOCK_MUTATIONS.length + 4);
  const mutation = BLOCK_MUTATIONS[kind];
  if (mutation !== undefined) return [...before, ...mutation(dice, block, all), ...after];
  if (kind === BLOCK_MUTATIONS.length) {
    const rest = [...before, ...after];
    const to = dice.below(rest.length + 1);
    return [...rest.slice(0, to), ...block, ...rest.slice(to)];
  }
  if (kind === BLOCK_MUTATIONS.length + 1) {
    const next = 1 + dice.below(size);
    return [...before, ...after.slice(0, next), ...block, ...after.slice(next)];
  }
  if (kind === BLOCK_MUTATIONS.length + 2) {
    const far = dice.below(after.length + 1);
    return [...before, ...after.slice(far), ...block, ...after.slice(0, far)];
  }
  return changeEnd(dice, lines);
}

function changeEnd(dice: Dice, lines: readonly string[]): string[] {
  const text = lines.join("");
  return splitLines(dice.pick([text.replace(/\n$/, ""), `${text}\n`, `${text}}\n`, `${text}last`]));
}

/** Reads up to so many texts below a folder, as Latin-1. */
export function readSources(folder: string, most: number, dice: Dice): [string, ...string[]] {
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => /\.(c|h|ts|tsx|mjs|md|S|sh|txt|rst)$/.test(path) && !path.includes("node_modules"))
    .sort();
  const texts: string[] = [];
  for (let tries = 0; texts.length < most && tries < 10 * most; tries++) {
    const path = paths[dice.below(paths.length)] ?? "";
    const text = readFileSync(join(folder, path), "latin1");
    if (text.length < 200_000 && text.length > 500 && !text.includes("\0")) texts.push(text);
  }
  const [first, ...rest] = texts;
  if (first === undefined) throw new Error(`no texts in ${folder}`);
  return [first, ...rest];
}
