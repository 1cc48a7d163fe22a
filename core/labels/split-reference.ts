/**
 * Splits a reference from the path after its first `:`, which starts at the snapshot's root. Colons inside the braces
 * of a time do not count. The path is undefined without a `:`, and may be empty for the root itself.
 */
export function splitReference(text: string): { ref: string; path: string | undefined } {
  const braces = /^[^:]*@\{[^}]*\}/.exec(text)?.[0] ?? "";
  const colon = text.indexOf(":", braces.length);
  return colon < 0
    ? { ref: text, path: undefined }
    : { ref: text.slice(0, colon), path: text.slice(colon + 1) };
}
