/**
 * Matches characters that a terminal may obey or that make text look like other text: control characters, line
 * separators, marks that change the direction of writing, halves of surrogate pairs.
 */
const UNSAFE = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]|\p{Surrogate}/gu;

const SHORT: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/** Returns text that is safe to print: unsafe characters become escapes. */
export function safeText(text: string): string {
  return text.replace(UNSAFE, escapeOf);
}

/** Returns a name or path for people: as it is, or in quotes with escapes when it has unsafe characters. */
export function safeName(name: string): string {
  const quoted = name.replace(/["\\]/g, "\\$&").replace(UNSAFE, escapeOf);
  return safeText(name) === name ? name : `"${quoted}"`;
}

/** Returns the first line of a text, safe to print. */
export function firstLine(text: string): string {
  const [line = "", ...rest] = text.trim().split(/\r?\n/);
  return safeText(rest.length > 0 ? `${line} …` : line);
}

function escapeOf(character: string): string {
  const code = character.charCodeAt(0);
  const hex = code.toString(16);
  return SHORT[character] ?? (code < 0x100 ? `\\x${hex.padStart(2, "0")}` : `\\u${hex.padStart(4, "0")}`);
}
