import type { z } from "zod";
import { parseInput } from "../api/input-error.ts";
import type { Exchange } from "./serving.ts";

/** Returns the checked query of a request: numbers, booleans and lists as its schema has them. Throws `BadInput`. */
export function readQuery<S extends z.ZodObject>(c: Exchange, input: S): z.output<S> {
  const given = Object.entries(c.req.queries()).map(([name, values]) => {
    const { type } = (Object.hasOwn(input.shape, name) && typeOf(input.shape[name])) || { type: "string" };
    return [name, type === "array" ? values : typedAs(values.at(-1) ?? "", type)];
  });
  return parseInput({ name: c.req.path, input }, Object.fromEntries(given));
}

/** Returns what a field holds, below what makes it optional. */
function typeOf(schema: z.core.$ZodType | undefined): { type: string } | undefined {
  const { type, innerType } = (schema?._zod.def ?? {}) as { type?: string; innerType?: z.core.$ZodType };
  return innerType === undefined ? (type && { type }) || undefined : typeOf(innerType);
}

/** What is no number or no boolean stays as it is: the schema tells. */
function typedAs(text: string, type: string): unknown {
  if (type === "boolean" && (text === "true" || text === "false")) return text === "true";
  if ((type === "number" || type === "int") && /^-?\d{1,15}$/.test(text)) return Number(text);
  return text;
}
