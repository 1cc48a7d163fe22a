import type { TreeEntry, TreeRows } from "../../components/tree-rows.ts";

/** The result of looking for the next change: a file, a folder to open first, or rows to load first. */
export type Sought =
  | { readonly found: number }
  | { readonly open: string }
  | { readonly load: number }
  | { readonly end: true };

/** Looks for the file after a row, or before it with `step` −1, also in folders that are closed; from −1 for the first. */
export function seek<T extends TreeEntry>(rows: TreeRows<T>, from: number, step: 1 | -1): Sought {
  const own = from === -1 ? undefined : rows.row(from);
  // A folder's children come after it.
  if (step === 1 && own?.kind === "item" && own.item.type === "directory" && !own.expanded)
    return { open: own.item.path };
  for (let index = from + step; index >= 0 && index < rows.count; index += step) {
    const row = rows.row(index);
    if (row.kind === "gap") return { load: index };
    if (row.item.type !== "directory") return { found: index };
    // Upwards an open folder has been gone through already.
    if (!row.expanded) return { open: row.item.path };
  }
  return { end: true };
}

/** Changed lines of a text, as an editor counts them: from 1, both ends included. */
export interface Hunk {
  readonly first: number;
  readonly last: number;
}

/** Finds the hunk after a line, or before it with `step` −1; undefined past the last. */
export function nextHunk(hunks: readonly Hunk[], line: number, step: 1 | -1): Hunk | undefined {
  return step === 1 ? hunks.find(({ first }) => first > line) : hunks.findLast(({ last }) => last < line);
}
