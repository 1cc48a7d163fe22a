import { isUtf8 } from "node:buffer";
import { StrataError } from "../errors.ts";

/** Maximum length of a path in bytes of UTF-8. */
export const MAX_PATH_BYTES = 4096;

const SLASH = 0x2f;
const DOT = 0x2e;

/**
 * Validates a path and returns it: UTF-8 of at most {@link MAX_PATH_BYTES}, relative, with `/` between non-empty parts
 * that are neither `.` nor `..`. Throws `EINVAL`.
 */
export function parsePath(text: string): string {
  const wrong = pathProblem(text);
  if (wrong === undefined) return text;
  throw new StrataError(
    "EINVAL",
    `Not a path in a snapshot: ${JSON.stringify(text.slice(0, 80))} (${wrong}).`,
    {
      hint: "A path is relative, like docs/readme.md: no leading or trailing slash, no empty part, no `.` or `..`.",
      data: { path: text },
    },
  );
}

/** Returns why a path is invalid, or undefined. */
export function pathProblem(text: string): string | undefined {
  const length = text.length;
  if (length === 0) return "it is empty";
  if (length * 3 > MAX_PATH_BYTES && Buffer.byteLength(text) > MAX_PATH_BYTES) {
    return `it has more than ${MAX_PATH_BYTES} bytes`;
  }
  let start = 0;
  for (let at = 0; at <= length; at++) {
    const unit = at < length ? text.charCodeAt(at) : SLASH;
    if (unit === SLASH) {
      const wrong = componentProblem(text, start, at);
      if (wrong !== undefined) return wrong;
      start = at + 1;
    } else if (unit === 0) {
      return "it has a NUL";
    } else if (unit >= 0xd800 && unit <= 0xdfff) {
      const next = at + 1 < length ? text.charCodeAt(at + 1) : 0;
      if (unit > 0xdbff || next < 0xdc00 || next > 0xdfff) return "it is not Unicode text";
      at++;
    }
  }
  return undefined;
}

function componentProblem(text: string, start: number, end: number): string | undefined {
  const length = end - start;
  if (length === 0) return "a part of it is empty";
  if (length > 2 || text.charCodeAt(start) !== DOT) return undefined;
  if (length === 1) return "a part of it is `.`";
  return text.charCodeAt(start + 1) === DOT ? "a part of it is `..`" : undefined;
}

/**
 * Compares paths by their UTF-8 bytes; returns a negative number, zero or a positive one. That is the order of code
 * points, in which UTF-16 surrogates (U+10000 and above) come after U+E000–U+FFFF; comparing JavaScript strings puts them
 * before.
 */
export function comparePaths(a: string, b: string): number {
  const shared = Math.min(a.length, b.length);
  for (let at = 0; at < shared; at++) {
    const x = a.charCodeAt(at);
    const y = b.charCodeAt(at);
    if (x !== y) return x >= 0xd800 && y >= 0xd800 ? byCodePoint(x) - byCodePoint(y) : x - y;
  }
  return a.length - b.length;
}

function byCodePoint(unit: number): number {
  return unit >= 0xe000 ? unit - 0x800 : unit + 0x2000;
}

/** Returns a path's UTF-8 bytes. */
export function encodePath(path: string): Buffer {
  return Buffer.from(path, "utf8");
}

/**
 * Decodes UTF-8 strictly; undefined for malformed bytes (overlong forms and surrogates included). A byte order mark is
 * kept.
 */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  if (!isUtf8(bytes)) return undefined;
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8");
}

/** Returns whether a text has an unpaired surrogate, which UTF-8 cannot express. */
export function hasLoneSurrogate(text: string): boolean {
  return /\p{Surrogate}/u.test(text);
}

/** Returns whether a path lies below a folder. Every path lies below the root, `""`. */
export function isUnder(path: string, folder: string): boolean {
  if (folder === "") return true;
  return path.length > folder.length && path.charCodeAt(folder.length) === SLASH && path.startsWith(folder);
}

/** Returns the folders that a path lies in, the outermost first, without the root. */
export function foldersAbove(path: string): string[] {
  const names = path.split("/");
  return names.slice(1).map((_, at) => names.slice(0, at + 1).join("/"));
}

/** Returns the prefix of every path below a folder. It sorts before all of them. */
export function folderStart(folder: string): string {
  return folder === "" ? "" : `${folder}/`;
}

/** Returns the least text that sorts after every path below a folder (`0` follows `/`). Not for the root. */
export function folderEnd(folder: string): string {
  return `${folder}0`;
}
