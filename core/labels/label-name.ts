import { StrataError } from "../errors.ts";

/** Maximum length of a label name, in characters (all ASCII). */
export const MAX_LABEL_NAME = 128;

const HEX_ID = /^[0-9a-f]{64}$/i;
const FALLBACK = "folder";

/**
 * Parses a label name: 1 to 128 ASCII letters, digits, `.`, `_`, `-` and `/`. Throws `BadLabelName` with a hint that
 * says which rule it breaks.
 */
export function parseLabelName(text: string): string {
  const problem = problemOf(text);
  if (problem === undefined) return text;
  throw new StrataError(
    "BadLabelName",
    `Not a label name: ${JSON.stringify(text.slice(0, MAX_LABEL_NAME + 1))}`,
    {
      hint: problem,
      data: { label: text },
    },
  );
}

/**
 * Returns a label name for a folder's name. Other characters become `-` and a long name is cut. If the result is not a
 * valid name (empty, only dots, an id), it gets the prefix `folder`.
 */
export function labelNameFor(folderName: string): string {
  // NFC gives a folder one name, whether or not the system decomposes accents.
  const plain = folderName.normalize("NFC").replace(/[^A-Za-z0-9._-]/gu, "-");
  const name = plain.replace(/^-+/, "").slice(0, MAX_LABEL_NAME);
  if (problemOf(name) === undefined) return name;
  return HEX_ID.test(name) ? `${FALLBACK}-${name}` : FALLBACK;
}

function problemOf(text: string): string | undefined {
  if (text === "") return "A label name has at least one character.";
  if (text.length > MAX_LABEL_NAME) return `A label name has at most ${MAX_LABEL_NAME} characters.`;
  if (!/^[A-Za-z0-9._/-]*$/.test(text)) return "A label name has ASCII letters, digits and . _ - / only.";
  if (text.startsWith("-")) return "A label name does not begin with -, which would read as an option.";
  if (HEX_ID.test(text)) return "64 hex digits would read as a snapshot's id.";
  const segments = text.split("/");
  if (segments.includes("")) return "A label name does not begin or end with /, nor has two in a row.";
  if (segments.some((segment) => /^\.+$/.test(segment)))
    return "No part of a label name is made of dots only.";
  return undefined;
}

/** Returns a name with a number added if the name itself is taken. */
export function freeName(name: string, isTaken: (name: string) => boolean): string {
  if (!isTaken(name)) return name;
  for (let number = 2; ; number++) {
    const numbered = `${name.slice(0, MAX_LABEL_NAME - 12)}-${number}`;
    if (!isTaken(numbered)) return numbered;
  }
}
