import { isUtf8 } from "node:buffer";
import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import { StrataError } from "../errors.ts";
import { linesOf, patternProblem, requirePatterns } from "./ignore-patterns.ts";
import { whyUnreadable } from "./unreadable.ts";

/** Maximum size of an ignore file in bytes. */
const MAX_BYTES = 1024 * 1024;

/** Follows no link, and does not wait for a writer on a pipe. */
const OPEN_FLAGS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/**
 * Reads a `.strataignore` by its path on disk. `kind` is its type in the folder listing. Throws `BadIgnoreRules` for a file
 * that cannot be used: without its rules, files that it should leave out would be in the snapshot for good. Links are
 * refused as in git, since their targets are not part of the snapshot.
 */
export function readIgnoreFile(path: Buffer, kind: string): string {
  const text = readIgnoreText(path, kind);
  requirePatterns(linesOf(text), `The ignore file ${path}`, {
    hint: "Correct it or remove it; nothing was changed.",
    data: { path: path.toString() },
  });
  return text;
}

/**
 * Reads a `.gitignore` as {@link readIgnoreFile} does, but leaves out the patterns that can match nothing: git does not
 * mind them either, and the file was not written for Strata.
 */
export function readGitignore(path: Buffer, kind: string): string {
  const lines = linesOf(readIgnoreText(path, kind)).filter((line) => patternProblem(line) === undefined);
  requirePatterns(lines, `The ignore file ${path}`, {
    hint: "Shorten it or remove it; nothing was changed.",
    data: { path: path.toString() },
  });
  return lines.join("\n");
}

function readIgnoreText(path: Buffer, kind: string): string {
  const shown = path.toString();
  const refuse = (
    reason: string,
    hint = "Put it right or remove it; nothing was changed.",
    cause?: unknown,
  ) =>
    new StrataError("BadIgnoreRules", `The ignore file ${shown} cannot be used: ${reason}.`, {
      hint,
      data: { path: shown },
      cause,
    });
  if (kind === "symlink")
    throw refuse("it is a link", "Put a file with the rules in its place, or remove it.");
  if (kind !== "file")
    throw refuse(`it is a ${kind}`, "Rename it, or put a file with the rules in its place.");
  let bytes: Buffer | undefined;
  try {
    bytes = readUpTo(path, MAX_BYTES);
  } catch (thrown) {
    throw refuse(whyUnreadable(thrown), "Allow reading it, or remove it; nothing was changed.", thrown);
  }
  if (bytes === undefined) throw refuse("it is larger than 1 MiB");
  const encoding = encodingProblem(bytes);
  if (encoding !== undefined) throw refuse(encoding, "Save it as UTF-8, or remove it; nothing was changed.");
  return bytes.toString();
}

/** Reads a whole file; undefined if it is larger than `most` bytes. */
function readUpTo(path: Buffer, most: number): Buffer | undefined {
  const fd = openSync(path, OPEN_FLAGS);
  try {
    if (!fstatSync(fd).isFile()) throw new Error("it is no longer a file");
    const bytes = Buffer.allocUnsafe(most + 1);
    let length = 0;
    for (let read = -1; read !== 0 && length < bytes.length; length += read) {
      read = readSync(fd, bytes, length, bytes.length - length, null);
    }
    return length > most ? undefined : Buffer.from(bytes.subarray(0, length));
  } finally {
    closeSync(fd);
  }
}

function encodingProblem(bytes: Buffer): string | undefined {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) return "it is UTF-16 text";
  if (bytes.includes(0)) return "it has NUL bytes, as UTF-16 text and programs have";
  return isUtf8(bytes) ? undefined : "it is not UTF-8 text";
}
