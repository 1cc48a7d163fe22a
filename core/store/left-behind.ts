import type { Database } from "../database/database.ts";
import type { FileWrites } from "../files/file-writes.ts";
import { layoutOf, type StoreLayout } from "./layout.ts";
import { leaveWord, originOf, placeAfter } from "./moved.ts";
import { ownFiles, removeOwnFiles } from "./own-files.ts";

/** What a store that moved left in its old place. */
export interface LeftBehind {
  readonly folder: string;
  readonly bytes: number;
}

/** Returns what a store left in the place that it came from; undefined if nothing is there, or something else is. */
export function leftBehind(db: Database): LeftBehind | undefined {
  const origin = originOf(db);
  if (origin === undefined) return undefined;
  const old = layoutOf(origin.folder);
  if (placeAfter(old)?.move !== origin.move) return undefined;
  const bytes = ownFiles(old).reduce((sum, file) => sum + file.bytes, 0);
  return bytes > 0 ? { folder: origin.folder, bytes } : undefined;
}

/** Deletes what a store left in its old place, but for the word of where it is now. Returns what it was. */
export function deleteLeftBehind(
  { folder }: StoreLayout,
  db: Database,
  files: FileWrites,
): LeftBehind | undefined {
  const left = leftBehind(db);
  const origin = originOf(db);
  if (left === undefined || origin === undefined) return undefined;
  const old = layoutOf(left.folder);
  // Before anything goes: whoever looks there later has to find it.
  leaveWord(old, { folder, move: origin.move }, files);
  removeOwnFiles(old, files);
  return left;
}
