import type { CommandOutput } from "../../api/registry/invoke.ts";
import type { CommandName } from "../../api/registry/registry.ts";
import type { LineStyle } from "../render/line-styles.ts";

/** How a typed value becomes one of the input: a number, a path counted from the current folder ("target": or "-" for the output; "place": or a reference), one of several. */
export type TypedAs = "text" | "number" | "path" | "place" | "target" | "list";

/** A positional argument, in commander's notation: `<ref>`, `[patterns...]`. Its name is that of the input's field. */
export interface CliArgument {
  readonly syntax: string;
  readonly about: string;
  readonly as?: "text" | "number" | "path" | "place";
}

/** An option, in commander's notation: `-m, --message <text>`. Its long name is that of the input's field. */
export interface CliOption {
  readonly flags: string;
  readonly about: string;
  readonly as?: TypedAs;
  readonly choices?: readonly string[];
  readonly required?: boolean;
}

/** The values that were typed, by the names of the input's fields. Options that were not typed are absent. */
export type Typed = Readonly<Record<string, unknown>>;

/** The facts that a renderer needs besides the output. */
export interface RenderContext {
  /** In ms since 1970. */
  readonly now: number;
  /** The values that were typed, including those that are no part of the input. */
  readonly typed?: Typed;
}

/** A command of the registry on the command line: how it is typed, and how its answer is printed. */
export interface CliCommand<N extends CommandName = CommandName> {
  readonly command: N;
  /** The words after `strata`, as in `label create`. */
  readonly words: string;
  /** In place of the registry's summary, where this is only a part of that command. */
  readonly summary?: string;
  readonly arguments: readonly CliArgument[];
  readonly options: readonly CliOption[];
  /** Whether Ctrl-C stops it in an orderly way, and how far it is can be shown. */
  readonly long?: boolean;
  /** Whether a person gets its raw bytes instead of a rendered document. */
  readonly streams?: boolean;
  /** Whether the command reads standard input when no source was typed. */
  readonly piped?: boolean;
  /** Returns whether standard output gets bytes, so that text for people goes to standard error. */
  pours?(input: Typed): boolean;
  /** Whether its text may be long, so that a terminal shows it by a pager. */
  readonly paged?: boolean;
  /** The array of the answer that `--jsonl` prints, an entry a line. */
  readonly rows?: keyof CommandOutput<N> & string;
  /** The command that runs in its place where `--dry-run` was typed, and changes nothing. */
  readonly dryRun?: CliCommand;
  /** Makes the command's input, where it differs from the typed values. `cwd`: the current folder. */
  input?(typed: Typed, cwd: string): Typed;
  /** Returns the answer as lines for people. */
  render(output: CommandOutput<N>, context: RenderContext): Iterable<string>;
  /** Returns the look of a line on a terminal. */
  styleOf?(line: string): LineStyle | undefined;
  /** Returns the exit code of a command that succeeded. Default: 0. */
  exitCode?(output: CommandOutput<N>, context: RenderContext): number;
}

/** The facts that a service needs besides what was typed. */
export interface ServiceContext {
  /** Every command of the command line. */
  readonly table: readonly (CliCommand | CliService)[];
  readonly storeFolder: string;
  /** In ms. */
  readonly lockWait: number | undefined;
  /** Aborts when the service is to end. */
  readonly signal: AbortSignal;
  /** Prints a document, or the same as lines for people. */
  say(document: Typed, lines: readonly string[]): Promise<void>;
  /** Tells something that happened meanwhile, on standard error. */
  warn(line: string): void;
}

/** A command that is none of the registry's. */
export interface CliService {
  readonly words: string;
  readonly summary: string;
  /** Whether only programs type it. */
  readonly hidden?: boolean;
  readonly arguments: readonly CliArgument[];
  readonly options: readonly CliOption[];
  run(typed: Typed, context: ServiceContext): Promise<void>;
}

/** Defines a command of the command line. */
export function defineCli<N extends CommandName>(command: CliCommand<N>): CliCommand<N> {
  return command;
}

/** Returns whether only programs type a command. */
export function isHidden(entry: CliCommand | CliService): boolean {
  return "hidden" in entry && entry.hidden === true;
}
