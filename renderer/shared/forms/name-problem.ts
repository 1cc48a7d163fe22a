/** The problem with a label's name, as a key of the catalogue's sentences. */
export type NameProblem = "empty" | "long" | "characters" | "dash" | "slashes" | "dots" | "id";

const LONGEST = 128;

/** Returns the problem with a label's name, by the store's rules; undefined for a valid one. */
export function nameProblem(name: string): NameProblem | undefined {
  if (name === "") return "empty";
  if (name.length > LONGEST) return "long";
  if (!/^[A-Za-z0-9._/-]*$/.test(name)) return "characters";
  if (name.startsWith("-")) return "dash";
  if (/^[0-9a-f]{64}$/i.test(name)) return "id";
  const parts = name.split("/");
  if (parts.includes("")) return "slashes";
  return parts.some((part) => /^\.+$/.test(part)) ? "dots" : undefined;
}
