import { type Dice, mutate, splitLines, type Triple } from "./triples-suite.ts";

/**
 * A message catalogue like gettext's, made of the lines of a text. Both sides updated the line numbers of the sources, as
 * its tools do, and some translations.
 */
export function catalogueTriple(dice: Dice, text: string): Triple {
  const messages = splitLines(text)
    .filter((line) => line.trim() !== "")
    .slice(0, 800)
    .map((line, n) => ({ id: JSON.stringify(line.trim()), at: 7 * n, text: "" }));
  for (const message of messages) message.text = dice.below(4) === 0 ? '""' : message.id.toUpperCase();
  const print = (all: typeof messages) =>
    Buffer.from(
      all.map(({ id, at, text }) => `#: src/main.c:${at}\nmsgid ${id}\nmsgstr ${text}\n\n`).join(""),
      "latin1",
    );
  const edited = () => {
    const [few, from, by] = [3 + dice.below(200), dice.below(messages.length), 1 + dice.below(30)];
    return messages.flatMap((message, n) => {
      const moved = n < from ? message : { ...message, at: message.at + by };
      if (dice.below(messages.length) >= few) return [moved];
      const changed = { ...moved, text: `"changed ${dice.below(1000)}"` };
      return dice.pick([[], [changed], [changed], [moved, { ...changed, id: `"new ${dice.below(1000)}"` }]]);
    });
  };
  return { base: print(messages), ours: print(edited()), theirs: print(edited()) };
}

/** A lock file in which both sides updated many packages, in part the same ones, and added and removed some. */
export function lockTriple(dice: Dice, text: string): Triple {
  const blocks = splitLines(text)
    .join("")
    .split(/(?<=\n)(?=\n|\s*"node_modules\/)/);
  const share = dice.pick([2, 5, 20]);
  const both = blocks.map(() => (dice.below(4 * share) === 0 ? dice.below(100) : undefined));
  const edited = () =>
    Buffer.from(
      blocks
        .flatMap((block, n) => {
          const version = both[n] ?? (dice.below(share) === 0 ? dice.below(100) : undefined);
          if (version === undefined) return [block];
          const updated = block.replace(/\d+\.\d+\.\d+/g, (old) => `${old}${version}`);
          const hashed = updated.replace(/(sha\d+-|#)\S{8}/g, (_, kind) => `${kind}${version}changed`);
          return dice.pick([[hashed], [hashed], [hashed], [], [block, hashed]]);
        })
        .join(""),
      "latin1",
    );
  return { base: Buffer.from(text, "latin1"), ours: edited(), theirs: edited() };
}

/** A text that one side cut down to a part, rewording some lines, while the other edited some. */
export function halvedTriple(dice: Dice, text: string): Triple {
  const base = splitLines(text);
  const start = dice.below(Math.ceil(base.length / 2));
  let ours: string[] = base.slice(start, start + Math.ceil(base.length / 2));
  let theirs: string[] = base;
  for (let n = 1 + dice.below(5); n > 0; n--) ours = mutate(dice, ours, base);
  for (let n = 1 + dice.below(10); n > 0; n--) theirs = mutate(dice, theirs, base);
  const bytes = (lines: readonly string[]) => Buffer.from(lines.join(""), "latin1");
  return { base: bytes(base), ours: bytes(ours), theirs: bytes(theirs) };
}

/** A text that both sides added, with edits of their own. */
export function addedTriple(dice: Dice, text: string): Triple {
  const whole = splitLines(text);
  const edited = () => {
    let lines: string[] = whole;
    for (let n = 1 + dice.below(8); n > 0; n--) lines = mutate(dice, lines, whole);
    return Buffer.from(lines.join(""), "latin1");
  };
  return { base: Buffer.alloc(0), ours: edited(), theirs: edited() };
}
