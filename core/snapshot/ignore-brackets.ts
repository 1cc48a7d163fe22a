/** The names of POSIX classes that git knows (`wildmatch.c`). */
const CLASSES: ReadonlySet<string> = new Set([
  "alnum",
  "alpha",
  "blank",
  "cntrl",
  "digit",
  "graph",
  "lower",
  "print",
  "punct",
  "space",
  "upper",
  "xdigit",
]);

/** A bracket of an ignore pattern: where its ] is, or why it can match nothing. */
export type Bracket = { readonly end: number } | { readonly problem: string };

const OPEN: Bracket = { problem: "its [ is not closed" };

/** Reads the bracket at `at`, as git does. A ] that comes first or is quoted is a member of it. */
export function readBracket(pattern: string, at: number): Bracket {
  let next = at + 1;
  const isNegated = pattern[next] === "!" || pattern[next] === "^";
  if (isNegated) next++;
  // A bracket never matches a slash.
  let matches = isNegated;
  /** The member from which a range may go. */
  let from: string | undefined;
  const first = next;
  while (next === first || pattern[next] !== "]") {
    if (pattern.startsWith("[:", next)) {
      const close = pattern.indexOf("]", next + 2);
      if (close < 0) return OPEN;
      if (close > next + 2 && pattern[close - 1] === ":") {
        const name = pattern.slice(next + 2, close - 1);
        if (!CLASSES.has(name)) return { problem: `there is no class [:${name}:]` };
        [matches, from, next] = [true, undefined, close + 1];
        continue;
      }
    }
    const isRange =
      from !== undefined && pattern[next] === "-" && !/^\]?$/.test(pattern.slice(next + 1, next + 2));
    const member = memberAt(pattern, isRange ? next + 1 : next);
    if (member === undefined) return OPEN;
    if (isRange && from !== undefined) {
      if (codeOf(from) > codeOf(member.text))
        return { problem: `its range ${from}-${member.text} goes backwards, and is empty` };
      matches ||= member.text !== "/";
      from = undefined;
    } else {
      matches ||= member.text !== "/";
      from = member.text;
    }
    next = member.end;
  }
  return matches ? { end: next } : { problem: "its bracket has only a slash, which no name has" };
}

/** Reads one character, or a quoted one; undefined at the end. */
function memberAt(pattern: string, at: number): { text: string; end: number } | undefined {
  const start = pattern[at] === "\\" ? at + 1 : at;
  const code = pattern.codePointAt(start);
  if (code === undefined) return undefined;
  const text = String.fromCodePoint(code);
  return { text, end: start + text.length };
}

function codeOf(character: string): number {
  return character.codePointAt(0) ?? 0;
}
