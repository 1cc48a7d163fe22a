import { readFileSync } from "node:fs";
import { Argument, Command, InvalidArgumentError, Option } from "commander";
import { registry } from "../api/registry/registry.ts";
import { builtFile } from "../built.ts";
import { StrataError } from "../errors.ts";
import type { CliCommand, CliOption, CliService } from "./shared/cli-command.ts";

/** A parsed command line: the command, and its values by the names of arguments and options, as commander has them. */
export interface Chosen {
  readonly cli: CliCommand | CliService;
  readonly values: Readonly<Record<string, unknown>>;
}

/** The options that every command has. */
export interface GlobalOptions {
  readonly store?: string;
  readonly json?: boolean;
  /** In seconds. */
  readonly lockWait?: number;
}

/** Where a program's own text goes: help, version. Errors are thrown. */
export interface ProgramOutput {
  writeOut(text: string): void;
  writeErr(text: string): void;
}

/** The summary of each group of commands, by their first word. */
const GROUPS: Readonly<Record<string, string>> = {
  fs: "Moves labels between snapshots, and merges snapshots.",
  label: "Makes and changes labels.",
  mount: "Works in working copies: snapshots that can be written to.",
  store: "Moves the store to another folder.",
  merge: "Merges labels and working copies file by file, and hunk by hunk.",
};

/** The longest wait that SQLite takes, in seconds. */
const MAX_LOCK_WAIT = 2_147_483;

/** The hint of a usage error. */
export const SEE_HELP = "Run it with --help to see what it takes.";

const EXAMPLES = `
A reference names a snapshot: a label (photos), what it held some moves back (photos@{2}) or at a time (photos@{yesterday},
photos@{3 days ago}, "photos@{2026-11-20 14:00}"; a day or minute means its end), an id or its first digits.
What follows a colon is a path in it: photos:2024/june.

  strata import ~/Pictures --label photos    take a snapshot
  strata log photos --stat                   see what happened
  strata diff photos@{1} photos              see what changed last
  strata export photos@{1}:2024 --to ~/back  get things back

Exit codes
  0    done
  1    failed; also an export that did not write everything, a verification that found something, and a repair
       that is due or left something
  2    what was typed makes no sense
  3    a push was rejected, or a merge done anew, as the label moved meanwhile; an import would undo what came
       into the label from elsewhere, and has no --replace; an import with --strict skipped something
  4    a merge has conflicts, or open files
  130  interrupted
`;

/** Makes commander's program of the table; `choose` is called when a command was typed as it should be. */
export function makeProgram(
  table: readonly (CliCommand | CliService)[],
  output: ProgramOutput,
  choose: (chosen: Chosen) => void,
): Command {
  const program = new Command("strata")
    .description("See a folder's history and get things back.")
    .version(version())
    // Settings first: subcommands take them over when they are made.
    .exitOverride()
    .configureOutput({ ...output, outputError: () => undefined })
    .configureHelp({ showGlobalOptions: true })
    .addOption(
      new Option(
        "--store <folder>",
        "the store to use (or STRATA_STORE); the first import or init makes it",
      ).argParser(notEmpty),
    )
    .addOption(new Option("--json", "print one JSON document, errors too"))
    .addOption(
      new Option("--lock-wait <seconds>", "how long to wait for another process's writing").argParser(
        seconds,
      ),
    )
    .addHelpText("after", EXAMPLES);
  for (const cli of table) addCommand(program, cli, choose);
  return program;
}

function addCommand(program: Command, cli: CliCommand | CliService, choose: (chosen: Chosen) => void): void {
  const words = cli.words.split(" ");
  const name = words.pop() ?? "";
  const command = groupOf(program, words)
    .command(name)
    .description("command" in cli ? (cli.summary ?? registry[cli.command].summary) : cli.summary);
  for (const { syntax, about } of cli.arguments) command.addArgument(new Argument(syntax, about));
  for (const option of cli.options) command.addOption(optionOf(option));
  command.action(() => {
    requireOptions(cli, command);
    const named = command.registeredArguments.map((argument, at) => [
      argument.name(),
      command.processedArgs[at],
    ]);
    choose({ cli, values: { ...command.opts(), ...Object.fromEntries(named) } });
  });
}

/** Finds the command that others are subcommands of, as `label`, or makes it. */
function groupOf(program: Command, words: readonly string[]): Command {
  let group = program;
  for (const word of words) {
    const existing = group.commands.find((each) => each.name() === word);
    group = existing ?? group.command(word).description(GROUPS[word] ?? "");
  }
  return group;
}

/** Throws `BadInput` when a required option is missing; commander would report that before a misspelt option. */
function requireOptions(cli: CliCommand | CliService, command: Command): void {
  const isGiven = ({ flags }: CliOption) =>
    command.getOptionValue(new Option(flags).attributeName()) !== undefined;
  const missing = cli.options.find((option) => option.required && !isGiven(option));
  if (missing === undefined) return;
  const option = missing.flags.replace(/^-\w, /, "");
  throw new StrataError("BadInput", `${option} is missing: ${missing.about}.`, { hint: SEE_HELP });
}

function optionOf({ flags, about, as, choices, required }: CliOption): Option {
  const option = new Option(flags, required ? `${about} (required)` : about);
  if (choices !== undefined) option.choices(choices);
  if (as === "list") option.argParser((value, before: string[] | undefined) => [...(before ?? []), value]);
  return option;
}

function notEmpty(text: string): string {
  if (text === "") throw new InvalidArgumentError("It names no folder.");
  return text;
}

function seconds(text: string): number {
  const number = text.trim() === "" ? Number.NaN : Number(text);
  if (number >= 0 && number <= MAX_LOCK_WAIT) return number;
  throw new InvalidArgumentError("It must be a number of seconds.");
}

function version(): string {
  const { version } = JSON.parse(readFileSync(builtFile("../package.json"), "utf8")) as { version: string };
  return version;
}
