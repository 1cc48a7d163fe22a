import { type UseQueryResult, useQueries } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useState } from "react";
import type { CommandOutput } from "../../../core/api/registry/invoke.ts";
import { type ChangeFilter, type ChangeItem, changesQuery, PAGE } from "../../api/queries.ts";
import { type LazyRows, LoadedPages, withPages } from "../../components/loaded-pages.ts";
import { type LoadedFolder, type PageKey, treeRows } from "../../components/tree-rows.ts";

/** Two snapshots, and the filter of their changes. */
export interface Comparison {
  readonly from: string;
  readonly to: string;
  readonly filter: ChangeFilter;
}

/** The rows of what changed, and how they are gone about. */
export interface ChangeRows extends LazyRows<ChangeItem> {
  /** Opens or closes a folder. */
  toggle(folder: string): void;
}

/** The most changed paths that are shown with every folder open. */
const FEW = 200;
const NONE: ReadonlySet<string> = new Set();
const ROOT: readonly PageKey[] = [{ folder: "", page: 0 }];

/** The loaded pages and open folders of a comparison. */
interface Progress {
  readonly of: Comparison;
  readonly pages: readonly PageKey[];
  readonly toggled: ReadonlySet<string>;
}

/** Returns the rows of a comparison, and loads the pages in view. */
export function useChangeRows(comparison: Comparison, isSmall: boolean): ChangeRows {
  const { from, to, filter } = comparison;
  const [progress, setProgress] = useState<Progress>({ of: comparison, pages: ROOT, toggled: NONE });
  if (progress.of !== comparison) setProgress({ of: comparison, pages: ROOT, toggled: NONE });
  const { pages, toggled } = progress;
  const loaded = useQueries({
    queries: pages.map(({ folder, page }) => changesQuery(from, to, folder, filter, page)),
    combine: useCallback((results: Result[]) => new LoadedPages(pages, results), [pages]),
  });
  const { folders } = loaded;
  const expanded = useMemo(
    () => (isSmall ? foldersExcept(folders, toggled) : toggled),
    [folders, toggled, isSmall],
  );
  const rows = useMemo(
    () => treeRows({ root: "", pageSize: PAGE.tree, folders, expanded }),
    [folders, expanded],
  );
  const ask = useCallback(
    (wanted: readonly PageKey[]) => setProgress((progress) => withPages(progress, wanted)),
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
    hasFailed: (page) => loaded.errorOf(page) !== undefined,
  };
}

/** Whether all of a comparison is shown open. */
export function isSmall({ counts }: CommandOutput<"changes">): boolean {
  return counts.added + counts.modified + counts.removed <= FEW;
}

type Result = UseQueryResult<CommandOutput<"changes">>;

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
