import { StrataError } from "../errors.ts";
import { isHexId, type LabelNameProblem, labelNameProblem, MAX_LABEL_NAME } from "./label-name-problem.ts";

const FALLBACK = "folder";

const HINTS: Readonly<Record<LabelNameProblem, string>> = {
  empty: "A label name has at least one character.",
  long: `A label name has at most ${MAX_LABEL_NAME} characters.`,
  characters: "A label name has ASCII letters, digits and . _ - / only.",
  dash: "A label name does not begin with -, which would read as an option.",
  id: "64 hex digits would read as a snapshot's id.",
  slashes: "A label name does not begin or end with /, nor has two in a row.",
  dots: "No part of a label name is made of dots only.",
};

/** Parses a label name. Throws `BadLabelName` with a hint that says which rule it breaks. */
export function parseLabelName(text: string): string {
  const problem = labelNameProblem(text);
  if (problem === undefined) return text;
  throw new StrataError(
    "BadLabelName",
    `Not a label name: ${JSON.stringify(text.slice(0, MAX_LABEL_NAME + 1))}`,
    {
      hint: HINTS[problem],
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
  if (labelNameProblem(name) === undefined) return name;
  return isHexId(name) ? `${FALLBACK}-${name}` : FALLBACK;
}

/** Returns a name with a number added if the name itself is taken; it is cut where that makes it too long. */
export function freeName(name: string, isTaken: (name: string) => boolean): string {
  if (!isTaken(name)) return name;
  for (let number = 2; ; number++) {
    const ending = `-${number}`;
    const numbered = name.slice(0, MAX_LABEL_NAME - ending.length) + ending;
    if (!isTaken(numbered)) return numbered;
  }
}
