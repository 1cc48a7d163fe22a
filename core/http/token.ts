import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { chmodSync, lstatSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { StrataError } from "../errors.ts";
import { PRIVATE_FILE, PRIVATE_FOLDER } from "../files/private.ts";

/** The random bytes of a token. */
const BYTES = 32;
/** A token that somebody wrote into the file by hand may have any letters that a header can carry. */
const TOKEN = /^[\x21-\x7e]{20,512}$/;

/** Returns the token of a file. A missing file is made, with a new token, for its owner only. Throws `BadInput` for a file without a token. */
export function ensureToken(path: string): string {
  return readToken(path) ?? rotateToken(path);
}

/**
 * Returns the token of a file; undefined where there is no file. What others may do with the file is taken from them. Throws
 * `BadInput` for a file without a token.
 */
export function readToken(path: string): string | undefined {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found === undefined) return undefined;
  if (process.platform !== "win32" && (found.mode & 0o077) !== 0 && found.isFile())
    chmodSync(path, PRIVATE_FILE);
  const token = readFileSync(path, "utf8").trim();
  if (TOKEN.test(token)) return token;
  throw new StrataError("BadInput", `There is no token in ${path}.`, {
    hint: "A token is one line of 20 or more letters and digits. Remove the file to have one made.",
    data: { path },
  });
}

/** Writes a new token into a file, which only its owner can read, and returns it. The old one is not taken any more. */
export function rotateToken(path: string): string {
  const token = randomBytes(BYTES).toString("base64url");
  mkdirSync(dirname(path), { recursive: true, mode: PRIVATE_FOLDER });
  const temporary = `${path}.${process.pid}.tmp`;
  rmSync(temporary, { force: true });
  writeFileSync(temporary, `${token}\n`, { mode: PRIVATE_FILE, flag: "wx" });
  renameSync(temporary, path);
  return token;
}

/**
 * Returns a function that gives the token of a file as it is at the moment: one that another process rotated counts at once. While there
 * is no file, the last token counts.
 */
export function followToken(path: string): () => string {
  let token = ensureToken(path);
  let seen = versionOf(path);
  return () => {
    const version = versionOf(path);
    if (version !== undefined && version !== seen) {
      token = readToken(path) ?? token;
      seen = version;
    }
    return token;
  };
}

function versionOf(path: string): string | undefined {
  const found = lstatSync(path, { throwIfNoEntry: false });
  return found && `${found.ino} ${found.size} ${found.mtimeMs}`;
}

/** Compares a token with the right one, in a time that tells nothing about either. */
export function sameToken(given: string, right: string): boolean {
  return timingSafeEqual(digest(given), digest(right));
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
