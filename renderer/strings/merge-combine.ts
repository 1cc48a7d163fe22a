import { many } from "./common.ts";

/** Combining all hunks of a text, word by word. */
export const mergeCombine = {
  open: (hunks: number) => `Combine ${many(hunks, "hunk", "hunks")}…`,
  combine: (hunks: number) => `Combine ${many(hunks, "hunk", "hunks")}`,
  tip: "Take the changed words of both sides, wherever no word was changed by both. Shows the lines first.",
  title: (name: string) => `Combine words in ${name}`,
  about:
    "In these hunks no word was changed by both sides, so the words of both are taken. The other hunks stay as they are. Undo takes all of it back in one step.",
  list: "The lines that this gives",
  line: (number: number) => `Line ${number}`,
  more: (lines: number) => `and ${many(lines, "more line", "more lines")}`,
  combined: "Combined",
} as const;
