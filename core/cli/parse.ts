import { isAbsolute, resolve } from "node:path";
import { CommanderError } from "commander";
import { StrataError } from "../errors.ts";
import type { Form } from "./printer.ts";
import { type Chosen, type GlobalOptions, makeProgram, SEE_HELP } from "./program.ts";
import type { CliCommand, CliService, Typed, TypedAs } from "./shared/cli-command.ts";

/** The outcome of parsing: a command, a service, or a text (help, version); `asked` is false when help is shown because nothing was typed. */
export type Parsed =
  | {
      readonly kind: "command";
      readonly cli: CliCommand;
      readonly input: Typed;
      readonly typed: Typed;
      readonly globals: GlobalOptions;
    }
  | {
      readonly kind: "service";
      readonly service: CliService;
      readonly typed: Typed;
      readonly globals: GlobalOptions;
    }
  | { readonly kind: "text"; readonly text: string; readonly asked: boolean };

/** Parses the arguments after the program's name. Throws `BadInput` for invalid ones. */
export function parseCommandLine(
  table: readonly (CliCommand | CliService)[],
  argv: readonly string[],
  cwd: string,
): Parsed {
  let chosen: Chosen | undefined;
  let text = "";
  const add = (more: string) => {
    text += more;
  };
  const program = makeProgram(table, { writeOut: add, writeErr: add }, (choice) => {
    chosen = choice;
  });
  try {
    program.parse(argv, { from: "user" });
  } catch (thrown) {
    if (!(thrown instanceof CommanderError)) throw thrown;
    if (text !== "") return { kind: "text", text, asked: thrown.exitCode === 0 };
    throw usageError(thrown);
  }
  if (chosen === undefined) throw new StrataError("BadInput", "There is nothing to do.");
  const { cli: named, values } = chosen;
  const typed = typedOf(named, values, cwd);
  const globals = program.opts<GlobalOptions>();
  if (!("command" in named)) return { kind: "service", service: named, typed, globals };
  const cli = typed.dry_run === true ? (named.dryRun ?? named) : named;
  return { kind: "command", cli, input: cli.input?.(typed, cwd) ?? typed, typed, globals };
}

/** Returns the form that the answer has to have, also when the rest of the command line is invalid. */
export function formOf(argv: readonly string[]): Form {
  const end = argv.indexOf("--");
  const options = argv.slice(0, end < 0 ? argv.length : end);
  if (options.includes("--jsonl")) return "jsonl";
  return options.includes("--json") ? "json" : "text";
}

/** Returns the typed values by the names of the input's fields. */
function typedOf(cli: CliCommand | CliService, values: Typed, cwd: string): Typed {
  const kinds = new Map<string, TypedAs>();
  for (const { syntax, as = "text" } of cli.arguments) kinds.set(syntax.replace(/[^\w-]/g, ""), as);
  for (const { flags, as = "text" } of cli.options)
    kinds.set(camelCase(/--([\w-]+)/.exec(flags)?.[1] ?? ""), as);
  const typed: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(values)) {
    if (value !== undefined) typed[snakeCase(name)] = convert(value, kinds.get(name), cwd);
  }
  return typed;
}

function convert(value: unknown, as: TypedAs | undefined, cwd: string): unknown {
  if (as === "target" && value === "-") return value;
  if (as === "place") return isDiskPath(String(value)) ? { disk: pathOf(value, cwd) } : value;
  if (as === "path" || as === "target")
    return Array.isArray(value) ? value.map((each) => pathOf(each, cwd)) : pathOf(value, cwd);
  // Anything but a number is passed on as typed: the command's schema reports it.
  if (as === "number" && typeof value === "string" && /^-?\d+$/.test(value)) return Number(value);
  return value;
}

/** Returns whether an argument is a path on disk, by a prefix that no label has. */
function isDiskPath(text: string): boolean {
  return isAbsolute(text) || /^\.{1,2}([/\\]|$)/.test(text);
}

function pathOf(value: unknown, cwd: string): string {
  const text = String(value);
  if (text !== "") return resolve(cwd, text);
  throw new StrataError("BadInput", "A path is empty.", { hint: "Name the current folder as a dot: ." });
}

function camelCase(name: string): string {
  return name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function usageError({ message }: CommanderError): StrataError {
  const sentence = message.replace(/^error: /, "").replace(/\s*\n\s*/g, " ");
  const ended = /[.?)]$/.test(sentence) ? sentence : `${sentence}.`;
  return new StrataError("BadInput", ended.charAt(0).toUpperCase() + ended.slice(1), {
    hint: SEE_HELP,
  });
}
