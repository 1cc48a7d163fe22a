import { statSync } from "node:fs";

/** Tells files apart, whatever their names; undefined when there is none. Throws the system's error where it cannot look. */
export function identityOf(path: string): string | undefined {
  const file = statSync(path, { bigint: true, throwIfNoEntry: false });
  return file && `${file.dev}:${file.ino}`;
}
