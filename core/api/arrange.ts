import { comparePaths } from "../manifest/path.ts";

/** The order of a listing: `path` is the manifest's, the others put folders first. */
export type Sort = "path" | "name" | "size" | "kind";

/** The fields that sorting reads. */
export interface Sortable {
  readonly path: string;
  readonly type: "file" | "symlink" | "directory";
  readonly size: number;
}

let collator: Intl.Collator | undefined;

/** Returns the order of people's words: made once, since making it takes longer than sorting a folder, and only when it is needed. */
function inWords(): Intl.Collator {
  collator ??= new Intl.Collator(undefined, { numeric: true, sensitivity: "accent" });
  return collator;
}

/** Orders names as people do: digits count as numbers, and the case only where nothing else differs. */
export function compareNames(a: string, b: string): number {
  return inWords().compare(a, b) || comparePaths(a, b);
}

/** Sorts a list that is in the manifest's order. `descending` reverses each group and leaves folders first. */
export function arrange<T extends Sortable>(
  listed: readonly T[],
  sort: Sort,
  descending: boolean,
): readonly T[] {
  if (sort === "path") return descending ? listed.toReversed() : listed;
  const rows = listed.map((row) => ({ row, name: nameOf(row.path), kind: "" }));
  if (sort === "kind") for (const each of rows) each.kind = extensionOf(each.name);
  const turn = descending ? -1 : 1;
  rows.sort((a, b) => {
    const [aFirst, bFirst] = [a.row.type === "directory", b.row.type === "directory"];
    if (aFirst !== bFirst) return aFirst ? -1 : 1;
    const order =
      (sort === "size" ? a.row.size - b.row.size : 0) ||
      (sort === "kind" && !aFirst ? inWords().compare(a.kind, b.kind) : 0) ||
      compareNames(a.name, b.name) ||
      // Only in a listing of several folders.
      comparePaths(a.row.path, b.row.path);
    return turn * order;
  });
  return rows.map(({ row }) => row);
}

/** Returns the last part of a path. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** Returns a name's extension without the dot. A leading dot starts none, as in `.gitignore`. */
function extensionOf(name: string): string {
  const dot = name.lastIndexOf(".");
  return dot <= 0 ? "" : name.slice(dot + 1);
}
