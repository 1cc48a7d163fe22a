// @browser-safe

/** Maximum length of a label name, in characters (all ASCII). */
export const MAX_LABEL_NAME = 128;

/** The rule that a label name breaks. */
export type LabelNameProblem = "empty" | "long" | "characters" | "dash" | "id" | "slashes" | "dots";

/** Returns whether a text is 64 hex digits, as a snapshot's id is. */
export function isHexId(text: string): boolean {
  return /^[0-9a-f]{64}$/i.test(text);
}

/**
 * Returns which rule a label name breaks; undefined for a valid one: 1 to 128 ASCII letters, digits, `.`, `_`, `-` and
 * `/`, which begins with no `-`, is no id, and has no part that is empty or made of dots only.
 */
export function labelNameProblem(name: string): LabelNameProblem | undefined {
  if (name === "") return "empty";
  if (name.length > MAX_LABEL_NAME) return "long";
  if (!/^[A-Za-z0-9._/-]*$/.test(name)) return "characters";
  if (name.startsWith("-")) return "dash";
  if (isHexId(name)) return "id";
  const parts = name.split("/");
  if (parts.includes("")) return "slashes";
  return parts.some((part) => /^\.+$/.test(part)) ? "dots" : undefined;
}
