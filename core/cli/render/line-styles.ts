import { styleText } from "node:util";

/** The look of a whole line on a terminal. */
export type LineStyle = "green" | "red" | "yellow" | "cyan" | "bold";

/** Yields lines, each in the look that `styleOf` says. */
export function* styled(
  lines: Iterable<string>,
  styleOf: (line: string) => LineStyle | undefined,
): Generator<string> {
  for (const several of lines) {
    for (const line of several.split("\n")) {
      const style = styleOf(line);
      yield style === undefined ? line : styleText(style, line, { validateStream: false });
    }
  }
}

/** Returns the look of a line of changes: what was added, removed or changed, and where a part of a text begins. */
export function changeStyle(line: string): LineStyle | undefined {
  if (line.startsWith("+++ ") || line.startsWith("--- ")) return "bold";
  if (line.startsWith("@@")) return "cyan";
  return ({ "+": "green", "-": "red", "~": "yellow" } as const)[line.charAt(0)];
}
