import type { z } from "zod";
import { asStrataError, StrataError } from "../../errors.ts";
import type { ByteStream, Command, CommandContext } from "../command.ts";
import { parseInput } from "../input-error.ts";
import type { StoreHandle } from "../store-handle.ts";
import type { CommandName, Registry } from "./registry.ts";

/** The input of a command, before its schema has checked it. */
export type CommandInput<N extends CommandName> = z.input<Registry[N]["input"]>;
/** The output of a command. */
export type CommandOutput<N extends CommandName> = z.output<Registry[N]["output"]>;

/** On which store a command runs, and how it is watched and stopped. */
export interface InvokeContext extends CommandContext {
  readonly store: StoreHandle;
}

/**
 * Runs the command of that name after validating its input; nothing is opened for an input that is wrong. The output is
 * what the command's schema says, which the types and the tests see to: it is not parsed again.
 *
 * Throws only {@link StrataError}: `BadInput` for an unknown command or a wrong input, and what the command throws.
 */
export async function invoke<N extends CommandName>(
  registry: Registry,
  name: N,
  rawInput: unknown,
  context: InvokeContext,
): Promise<CommandOutput<N>>;
export async function invoke(
  registry: Readonly<Record<string, Command>>,
  name: string,
  rawInput: unknown,
  context: InvokeContext,
): Promise<unknown>;
export async function invoke(
  registry: Readonly<Record<string, Command>>,
  name: string,
  rawInput: unknown,
  context: InvokeContext,
): Promise<unknown> {
  const command = find(registry, name);
  const input = parseInput(command, rawInput);
  try {
    return await command.run(context.store, input, context);
  } catch (thrown) {
    throw asStrataError(thrown, doing(command));
  }
}

/** Runs a command that can give raw bytes so. Throws as {@link invoke} does, before the first byte where it can. */
export async function invokeStream(
  registry: Readonly<Record<string, Command>>,
  name: string,
  rawInput: unknown,
  context: InvokeContext,
): Promise<ByteStream> {
  const command = find(registry, name);
  const input = parseInput(command, rawInput);
  if (command.stream === undefined) {
    throw new StrataError("BadInput", `The command ${name} gives a document, not bytes.`, {
      data: { command: name },
    });
  }
  try {
    return await command.stream(context.store, input, context);
  } catch (thrown) {
    throw asStrataError(thrown, doing(command));
  }
}

function find(registry: Readonly<Record<string, Command>>, name: string): Command {
  // A name from a wire may be one that every object has, like `constructor`.
  const command = Object.hasOwn(registry, name) ? registry[name] : undefined;
  if (command !== undefined) return command;
  throw new StrataError("BadInput", `There is no command ${JSON.stringify(name.slice(0, 80))}.`, {
    hint: `The commands are ${Object.keys(registry).join(", ")}.`,
    data: { command: name },
  });
}

function doing({ name }: Command): string {
  return `running ${name}`;
}
