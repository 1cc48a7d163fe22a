/** A common beginning of up to so many characters stays. */
const SHORT = 40;
/** So many characters of a longer one stay. */
const KEPT = 12;

/** Leaves out most of what lines begin with alike, so that what differs is in view: indents, and long beginnings. */
export function cutBeginning(lines: readonly string[]): string[] {
  const [first = "", ...others] = lines;
  let common = 0;
  while (common < first.length && others.every((line) => line[common] === first[common])) common++;
  const indent = Math.min(common, first.length - first.trimStart().length);
  if (common - indent <= SHORT) return lines.map((line) => line.slice(indent));
  return lines.map((line) => `…${line.slice(common - KEPT)}`);
}
