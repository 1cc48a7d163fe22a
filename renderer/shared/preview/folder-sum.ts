import type { TreeItem } from "../../api/queries.ts";

/** The number of a folder's largest entries that are shown. */
const SHOWN = 10;

/** Adds up a folder's direct children: the files and links below each, and their bytes. */
export function sumOf(entries: readonly TreeItem[]): { files: number; size: number } {
  return entries.reduce(
    (sum, { type, files = 1, size }) => ({
      files: sum.files + (type === "directory" ? files : 1),
      size: sum.size + size,
    }),
    { files: 0, size: 0 },
  );
}

/** Returns the largest, whether folders or files. */
export function largestOf(entries: readonly TreeItem[]): TreeItem[] {
  return entries.toSorted((a, b) => b.size - a.size).slice(0, SHOWN);
}
