import { statSync } from "node:fs";

/**
 * Returns a string that identifies a file under any name; undefined if it does not exist. Throws the system's error if
 * it cannot look.
 */
export function identityOf(path: string): string | undefined {
  const file = statSync(path, { bigint: true, throwIfNoEntry: false });
  return file && `${file.dev}:${file.ino}`;
}
