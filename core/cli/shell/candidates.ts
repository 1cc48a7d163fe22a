import {
  type CliArgument,
  type CliCommand,
  type CliOption,
  type CliService,
  isHidden,
} from "../shared/cli-command.ts";
import { GLOBAL_OPTIONS } from "../shared/global-options.ts";

/** A word that can be typed next, and what it stands for. */
export interface Candidate {
  readonly text: string;
  readonly about: string;
}

/** What can be typed next: words of the command line, and names of the store or of the disk. */
export interface Completion {
  readonly words: readonly Candidate[];
  readonly labels: boolean;
  readonly mounts: boolean;
  readonly files: boolean;
}

type Entry = CliCommand | CliService;

const HELP: CliOption = { flags: "--help", about: "show what the command takes" };
/** The arguments that name a label, or begin with one. */
const LABELS = new Set(["label", "ref", "ours", "theirs", "a", "b"]);

const NOTHING: Completion = { words: [], labels: false, mounts: false, files: false };

/**
 * Works out what can be typed next. `typed`: the words after the program's name, the last one as far as it is typed. Words that do not
 * begin as that one are left out.
 */
export function completionOf(
  table: readonly Entry[],
  summaryOf: (entry: Entry) => string,
  typed: readonly string[],
): Completion {
  const last = typed.at(-1) ?? "";
  const { operands, open, ended } = readWords(table, typed.slice(0, -1));
  if (open !== undefined) return valuesOf(open, last);
  const command = longest(table, operands);
  if (last.startsWith("-") && !ended) return { ...NOTHING, words: optionsOf(command, last) };
  const words = subcommands(table, summaryOf, operands).filter(({ text }) => text.startsWith(last));
  return { ...(command === undefined ? NOTHING : argumentAt(command, operands)), words };
}

/** Tells operands from options; `open`: the option whose value is typed next. */
function readWords(table: readonly Entry[], words: readonly string[]) {
  const operands: string[] = [];
  let open: CliOption | undefined;
  let ended = false;
  for (const word of words) {
    if (open !== undefined) open = undefined;
    else if (word === "--" && !ended) ended = true;
    else if (word.startsWith("-") && word !== "-" && !ended) {
      const known = [...(longest(table, operands)?.options ?? []), ...GLOBAL_OPTIONS];
      open = known.find(({ flags }) => flags.includes("<") && namesOf(flags).includes(word));
    } else operands.push(word);
  }
  return { operands, open, ended };
}

/** Returns the command with the most words at the beginning of what was typed. */
function longest(table: readonly Entry[], operands: readonly string[]): Entry | undefined {
  const begun = table.filter(({ words }) => words.split(" ").every((word, at) => operands[at] === word));
  return begun.sort((a, b) => b.words.length - a.words.length)[0];
}

function optionsOf(command: Entry | undefined, begin: string): Candidate[] {
  return [...(command?.options ?? []), ...GLOBAL_OPTIONS, HELP]
    .map(({ flags, about }) => ({ text: namesOf(flags).at(-1) ?? "", about }))
    .filter(({ text }) => text.startsWith(begin));
}

function subcommands(
  table: readonly Entry[],
  summaryOf: (entry: Entry) => string,
  operands: readonly string[],
): Candidate[] {
  const next = new Map<string, string>();
  for (const entry of table) {
    const words = entry.words.split(" ");
    const word = words[operands.length];
    if (word === undefined || isHidden(entry) || !operands.every((each, at) => words[at] === each)) continue;
    const isWhole = words.length === operands.length + 1;
    if (isWhole || !next.has(word)) next.set(word, isWhole ? summaryOf(entry) : "");
  }
  return [...next].map(([text, about]) => ({ text, about }));
}

function argumentAt({ words, arguments: all }: Entry, operands: readonly string[]): Completion {
  const at = operands.length - words.split(" ").length;
  const argument = all[at] ?? all.filter(({ syntax }) => syntax.includes("...")).at(-1);
  return argument === undefined ? NOTHING : placesOf(argument);
}

function placesOf({ syntax, as }: CliArgument): Completion {
  const name = syntax.replace(/[^\w-]/g, "");
  return {
    ...NOTHING,
    labels: LABELS.has(name),
    mounts: name === "mount",
    files: as === "path" || as === "place",
  };
}

function valuesOf({ flags, choices, as }: CliOption, begin: string): Completion {
  const words = (choices ?? []).filter((text) => text.startsWith(begin)).map((text) => ({ text, about: "" }));
  return {
    words,
    labels: /^-l\b|<ref>/.test(flags),
    mounts: flags.startsWith("--mount "),
    files: as === "path" || as === "target",
  };
}

/** Returns the names of an option, as `-m` and `--message`. */
function namesOf(flags: string): string[] {
  return flags.match(/(?<![\w-])--?[\w-]+/g) ?? [];
}
