/** Why a text is no label's name, by a word that the catalogue has a sentence for. */
export type NameProblem = "empty" | "long" | "characters" | "dash" | "slashes" | "dots" | "id";

const LONGEST = 128;

/** Says what keeps a text from being a label's name, as the store would; undefined where nothing does. */
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
