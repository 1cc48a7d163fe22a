import type { Entry } from "../../manifest/entry.ts";
import type { Model } from "../../testing/manifests.ts";
import { inlineFile } from "../../testing/trees.ts";
import type { FileSides, MergedContents } from "../content/merge-contents.ts";
import { textMerger } from "../text/text-merger.ts";
import type { Dice } from "../text/triples-suite.ts";

/** A tree of texts and two trees edited from it. */
export interface Fork {
  readonly base: Model;
  readonly ours: Model;
  readonly theirs: Model;
}

type Texts = Map<string, readonly string[]>;

const FOLDERS = ["", "a/", "b/", "c/d/"] as const;
const NAMES = ["x", "y", "z", "u.txt", "v.txt"] as const;
const pathIn = (dice: Dice) => dice.pick(FOLDERS) + dice.pick(NAMES);
const word = (dice: Dice) => `${"word ".repeat(dice.below(4))}${dice.below(100_000)}`;
const words = (dice: Dice, count: number) => Array.from({ length: count }, () => word(dice));

/**
 * Returns a tree of a few texts, some of them alike but no two equal, and two trees in which some were moved, changed or both. Which of
 * equal texts a moved one was is up to each merge.
 */
export function editedMoves(dice: Dice): Fork {
  const base: Texts = new Map();
  for (let count = 2 + dice.below(5); count > 0; count--) {
    const [alike] = [...base.values()];
    const text =
      alike !== undefined && dice.below(4) === 0
        ? [...changed(dice, alike), word(dice)]
        : words(dice, 4 + dice.below(12));
    base.set(pathIn(dice), text);
  }
  const side = () => {
    const texts = new Map(base);
    for (let count = 1 + dice.below(4); count > 0; count--) editOne(dice, texts);
    return modelOf(texts);
  };
  return { base: modelOf(base), ours: side(), theirs: side() };
}

/** Changes, moves, deletes or adds a text. */
function editOne(dice: Dice, texts: Texts): void {
  const paths = [...texts.keys()];
  const path = paths[dice.below(Math.max(1, paths.length))] ?? "x";
  const text = texts.get(path) ?? words(dice, 8);
  const to = pathIn(dice);
  switch (dice.below(8)) {
    case 0:
      texts.delete(path);
      return;
    case 1:
      texts.set(to, dice.below(2) === 0 ? words(dice, 8) : changed(dice, text));
      return;
    case 2:
    case 3:
      texts.set(path, changed(dice, text));
      return;
    default:
      texts.delete(path);
      texts.set(to, dice.below(4) === 0 ? text : changed(dice, text));
  }
}

/** Replaces, removes or adds a few lines. */
function changed(dice: Dice, text: readonly string[]): readonly string[] {
  const lines = [...text];
  for (let count = 1 + dice.below(dice.pick([1, 2, 6])); count > 0; count--) {
    lines.splice(dice.below(lines.length), dice.below(2), ...words(dice, dice.below(3)));
  }
  return lines.length === 0 ? words(dice, 1) : lines;
}

function modelOf(texts: Texts): Model {
  return new Map([...texts].map(([path, lines]) => [path, inlineFile(`${lines.join("\n")}\n`)]));
}

/** Merges texts as the text merger does. */
export function textMerge({ base, ours, theirs }: FileSides): MergedContents {
  const bytes = ({ content }: Entry) => (content.kind === "inline" ? content.bytes : new Uint8Array());
  const names = { base: "base", ours: "ours", theirs: "theirs" };
  const sides = { base: base && bytes(base), ours: bytes(ours), theirs: bytes(theirs) };
  const merge = textMerger.merge(sides, { prefer: "none", names });
  if (merge.status === "conflict") return { status: "conflict", conflict: { kind: "text" } };
  const { size, content } = inlineFile(Buffer.from(merge.bytes));
  return { status: "merged", content: { size, content }, preferred: false };
}
