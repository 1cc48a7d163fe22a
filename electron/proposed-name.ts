/**
 * Matches characters unfit for a proposed file name, because they mislead a reader or split a path:
 * control characters, marks of writing direction, lone surrogates, separators of lines and paths.
 */
const UNFIT = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}<>:"/\\|?*]/gu;
/** Of 255 bytes that a name may have, in characters of up to four bytes, with room for an ending. */
const LONGEST = 60;

/** Makes a name for an archive of what came from a snapshot, where names may be anything. */
export function proposedName(name: string, ending: "zip" | "tar"): string {
  const own = name.endsWith(`.${ending}`) ? name.slice(0, -ending.length - 1) : name;
  const fit = own.replace(UNFIT, "-").replace(/^[\s.-]+|[\s.-]+$/gu, "");
  return `${[...fit].slice(0, LONGEST).join("").trim() || "export"}.${ending}`;
}
