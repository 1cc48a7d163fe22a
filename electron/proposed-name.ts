/**
 * Matches characters unfit for a proposed file name, because they mislead a reader or split a path:
 * control characters, marks of writing direction, lone surrogates, separators of lines and paths.
 */
const UNFIT = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}<>:"/\\|?*]/gu;
/** The most characters of a name: up to four bytes each, they fit in 255 bytes with room for an ending. */
const LONGEST = 60;

/** Makes a valid name for an archive from a snapshot's name, which may hold any text. */
export function proposedName(name: string, ending: "zip" | "tar"): string {
  const own = name.endsWith(`.${ending}`) ? name.slice(0, -ending.length - 1) : name;
  const fit = own.replace(UNFIT, "-").replace(/^[\s.-]+|[\s.-]+$/gu, "");
  return `${[...fit].slice(0, LONGEST).join("").trim() || "export"}.${ending}`;
}
