import type { z } from "zod";
import { type ErrorJson, StrataError } from "../errors.ts";
import type { Command } from "./command.ts";

const TYPES: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "an object",
};
/** The longest value that an error quotes, in characters. */
const QUOTED = 60;

/** Checks the input of a command and returns it with its defaults. Throws `BadInput`, or what a schema gives as its error. */
export function parseInput<I extends z.ZodType>(
  command: { readonly name: string; readonly input: I },
  rawInput: unknown,
): z.output<I> {
  const parsed = command.input.safeParse(rawInput, { error: expectation });
  if (parsed.success) return parsed.data;
  throw inputError(command, rawInput, parsed.error);
}

/** Returns the value that a schema expects, as the end of "… must be", where the schema does not say so itself. */
function expectation(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.code === "invalid_type") return TYPES[issue.expected];
  if (issue.code === "invalid_value") return `one of ${issue.values.map(String).join(", ")}`;
  return undefined;
}

/** Makes the `BadInput` for the first invalid field, with the expected value. */
function inputError(
  { name, input }: Pick<Command, "name" | "input">,
  rawInput: unknown,
  { issues }: z.ZodError,
): StrataError {
  const [issue] = issues;
  if (issue === undefined) return new StrataError("Internal", `The input of ${name} is wrong for no reason.`);
  if (issue.code === "custom" && isErrorJson(issue.params?.error))
    return StrataError.fromJSON(issue.params.error);
  const field = issue.path.join(".");
  const data = { command: name, field };
  if (issue.code === "unrecognized_keys") {
    const known = Object.keys("shape" in input ? (input.shape as object) : {});
    return new StrataError("BadInput", `The input of ${name} has no ${issue.keys.join(", ")}.`, {
      hint: known.length === 0 ? "It takes nothing." : `It takes ${known.join(", ")}.`,
      data: { ...data, field: issue.keys[0] },
    });
  }
  const subject = field === "" ? `The input of ${name}` : field;
  const value = valueAt(rawInput, issue.path);
  const message =
    value === undefined
      ? `${subject} is missing; it must be ${issue.message}.`
      : `${subject} must be ${issue.message}, but is ${quote(value)}.`;
  return new StrataError("BadInput", message, { data: { ...data, expected: issue.message } });
}

function isErrorJson(value: unknown): value is ErrorJson {
  return typeof value === "object" && value !== null && "code" in value && "message" in value;
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown> | undefined)?.[key], value);
}

function quote(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length <= QUOTED ? text : `${text.slice(0, QUOTED)}…`;
}
