import { Argument, Command, InvalidArgumentError, Option } from "commander";
import { StrataError } from "../errors.ts";
import { type CliCommand, type CliOption, type CliService, isHidden } from "./shared/cli-command.ts";
import { examples } from "./shared/examples.ts";
import { GLOBAL_OPTIONS } from "./shared/global-options.ts";
import { helpEnd } from "./shared/help-texts.ts";
import { summaryOf } from "./shared/summary.ts";
import { version } from "./shared/version.ts";

/** A parsed command line: the command, and its values by the names of arguments and options, as commander has them. */
export interface Chosen {
  readonly cli: CliCommand | CliService;
  readonly values: Readonly<Record<string, unknown>>;
}

/** The options that every command has. */
export interface GlobalOptions {
  readonly store?: string;
  /** The same as `store`, for scripts that were made for another program. */
  readonly fsStoreDir?: string;
  readonly json?: boolean;
  readonly jsonl?: boolean;
  readonly pager?: boolean;
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
    .addHelpText("after", helpEnd());
  for (const { flags, about } of GLOBAL_OPTIONS) program.addOption(globalOption(flags, about));
  program.addOption(new Option("--fs-store-dir <folder>").argParser(notEmpty).hideHelp());
  for (const cli of table) addCommand(program, cli, choose);
  return program;
}

function addCommand(program: Command, cli: CliCommand | CliService, choose: (chosen: Chosen) => void): void {
  const words = cli.words.split(" ");
  const name = words.pop() ?? "";
  const command = groupOf(program, words)
    .command(name, { hidden: isHidden(cli) })
    .description(summaryOf(cli));
  const example = examples[cli.words];
  if (example !== undefined) command.addHelpText("after", `\nExample:\n  strata ${example}`);
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

function globalOption(flags: string, about: string): Option {
  const option = new Option(flags, about);
  if (flags.startsWith("--store ")) option.argParser(notEmpty);
  if (flags.startsWith("--lock-wait ")) option.argParser(seconds);
  return flags === "--jsonl" ? option.conflicts("json") : option;
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
