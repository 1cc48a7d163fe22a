import type { SnapshotId } from "../ids.ts";
import type { Difference } from "../manifest/diff.ts";
import { sameEntry } from "../manifest/entry.ts";
import type { NodeStore } from "../manifest/node-store.ts";
import { comparePaths, folderStart, isUnder } from "../manifest/path.ts";
import { getEntry, rangeEntries } from "../manifest/read.ts";
import type { LayerRows, PlacedRow } from "./upper-layer.ts";

/**
 * Yields the paths in which a base with rows over it differs from the base, in the order of their bytes. Reads the base
 * only at the rows' paths and below those that hide something.
 */
export async function* changesOf(
  nodes: NodeStore,
  { base, rows }: Pick<LayerRows, "base" | "rows">,
): AsyncGenerator<Difference> {
  // Folders of the base that a row hides, deepest last. Their contents sort after the row, with others in between: `a-b`
  // is between `a` and `a/x`.
  const hidden: string[] = [];
  for (let at = 0; ; ) {
    const row = rows[at];
    const folder = hidden.at(-1);
    if (folder !== undefined && (row === undefined || comparePaths(folderStart(folder), row[0]) < 0)) {
      hidden.pop();
      const end = endOf(rows, at, folder);
      yield* changesBelow(nodes, base, folder, rows.slice(at, end));
      at = end;
    } else if (row !== undefined) {
      const [path, { entry: after }] = row;
      const before = (await getEntry(nodes, base, path)) ?? null;
      if (differ(before, after)) yield { path, before, after };
      if (before === null) hidden.push(path);
      at += 1;
    } else {
      return;
    }
  }
}

/** Yields the changes in a folder that a row hides, given the rows below it. */
async function* changesBelow(
  nodes: NodeStore,
  base: SnapshotId,
  folder: string,
  rows: readonly PlacedRow[],
): AsyncGenerator<Difference> {
  let at = 0;
  for await (const [path, before] of rangeEntries(nodes, base, { under: folder })) {
    for (let row = rows[at]; row !== undefined && comparePaths(row[0], path) < 0; row = rows[++at])
      yield* added(row);
    const row = rows[at];
    const after = row?.[0] === path ? row[1].entry : null;
    if (row?.[0] === path) at += 1;
    if (differ(before, after)) yield { path, before, after };
  }
  for (const row of rows.slice(at)) yield* added(row);
}

function* added([path, { entry }]: PlacedRow): Generator<Difference> {
  if (entry !== null) yield { path, before: null, after: entry };
}

/** Returns the index of the first row at or after `from` that is not below a folder. */
function endOf(rows: readonly PlacedRow[], from: number, folder: string): number {
  let end = from;
  for (let row = rows[end]; row !== undefined && isUnder(row[0], folder); row = rows[++end]);
  return end;
}

function differ(before: Difference["before"], after: Difference["after"]): boolean {
  return before === null || after === null ? before !== after : !sameEntry(before, after);
}
