import { type UseQueryResult, useQueries } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useState } from "react";
import type { CommandOutput } from "../../../core/api/invoke.ts";
import { type ChangeFilter, type ChangeItem, changesQuery, PAGE } from "../../api/queries.ts";
import { type LoadedFolder, type PageKey, type TreeRows, treeRows } from "../../components/tree-rows.ts";

/** Two snapshots, and which of what differs is shown. */
export interface Comparison {
  readonly from: string;
  readonly to: string;
  readonly filter: ChangeFilter;
}

/** The rows of what changed, and how they are gone about. */
export interface ChangeRows {
  readonly rows: TreeRows<ChangeItem>;
  /** Loads what the rows in view lack. */
  onRange(first: number, last: number): void;
  /** Opens or closes a folder. */
  toggle(folder: string): void;
  hasFailed(page: PageKey): boolean;
}

/** So many changed paths are shown with every folder open. */
const FEW = 200;
const NONE: ReadonlySet<string> = new Set();
const ROOT: readonly PageKey[] = [{ folder: "", page: 0 }];

/** What was loaded and opened of a comparison. */
interface Progress {
  readonly of: Comparison;
  readonly asked: readonly PageKey[];
  readonly toggled: ReadonlySet<string>;
}

/** Gives the rows of a comparison, of which what comes into view is loaded page by page. */
export function useChangeRows(comparison: Comparison, isSmall: boolean): ChangeRows {
  const { from, to, filter } = comparison;
  const [progress, setProgress] = useState<Progress>({ of: comparison, asked: ROOT, toggled: NONE });
  if (progress.of !== comparison) setProgress({ of: comparison, asked: ROOT, toggled: NONE });
  const { asked, toggled } = progress;
  const loaded = useQueries({
    queries: asked.map(({ folder, page }) => changesQuery(from, to, folder, filter, page)),
    combine: useCallback((results: Result[]) => gather(asked, results), [asked]),
  });
  const { folders, failed } = loaded;
  const expanded = useMemo(
    () => (isSmall ? foldersExcept(folders, toggled) : toggled),
    [folders, toggled, isSmall],
  );
  const rows = useMemo(
    () => treeRows({ root: "", pageSize: PAGE.tree, folders, expanded }),
    [folders, expanded],
  );
  const ask = useCallback(
    (wanted: readonly PageKey[]) =>
      setProgress((progress) => {
        const asked = withPages(progress.asked, wanted);
        return asked === progress.asked ? progress : { ...progress, asked };
      }),
    [],
  );
  useEffect(() => {
    if (isSmall) ask([...expanded].map((folder) => ({ folder, page: 0 })));
  }, [isSmall, expanded, ask]);
  return {
    rows,
    onRange: useCallback((first, last) => ask(rows.pagesIn(first, last)), [rows, ask]),
    toggle: useCallback((folder) => {
      setProgress((progress) => {
        const toggled = new Set(progress.toggled);
        if (!toggled.delete(folder)) toggled.add(folder);
        return { ...progress, toggled };
      });
    }, []),
    hasFailed: (page) => failed.has(keyOf(page)),
  };
}

/** Whether all of a comparison is shown open. */
export function isSmall({ counts }: CommandOutput<"changes">): boolean {
  return counts.added + counts.modified + counts.removed <= FEW;
}

type Result = UseQueryResult<CommandOutput<"changes">>;

/** What queries combine to: an instance, which is compared by identity where plain objects would be compared through and through. */
class Loaded {
  readonly folders = new Map<string, { total: number; pages: Map<number, readonly ChangeItem[]> }>();
  /** The pages that could not be read. */
  readonly failed = new Set<string>();
}

function gather(asked: readonly PageKey[], results: readonly Result[]): Loaded {
  const loaded = new Loaded();
  for (const [no, key] of asked.entries()) {
    const { data, isError = false } = results[no] ?? {};
    if (isError) loaded.failed.add(keyOf(key));
    if (data === undefined) continue;
    const folder = loaded.folders.get(key.folder) ?? { total: data.total, pages: new Map() };
    folder.pages.set(key.page, data.entries);
    loaded.folders.set(key.folder, folder);
  }
  return loaded;
}

function foldersExcept(
  folders: ReadonlyMap<string, LoadedFolder<ChangeItem>>,
  closed: ReadonlySet<string>,
): ReadonlySet<string> {
  const open = new Set<string>();
  for (const { pages } of folders.values()) {
    for (const page of pages.values()) {
      for (const { path, type } of page) if (type === "directory" && !closed.has(path)) open.add(path);
    }
  }
  return open;
}

function withPages(asked: readonly PageKey[], wanted: readonly PageKey[]): readonly PageKey[] {
  const known = new Set(asked.map(keyOf));
  const missing = wanted.filter((page) => !known.has(keyOf(page)));
  return missing.length === 0 ? asked : [...asked, ...missing];
}

function keyOf({ folder, page }: PageKey): string {
  return `${page}:${folder}`;
}
