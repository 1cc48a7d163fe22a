import { type UseQueryResult, useQueries, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { type AppError, asAppError } from "../../api/bridge.ts";
import { type findQuery, PAGE, type TreeItem, type treeQuery } from "../../api/queries.ts";
import { type LazyRows, LoadedPages, withPages } from "../../components/loaded-pages.ts";
import { type PageKey, treeRows } from "../../components/tree-rows.ts";

type PageQuery = ReturnType<typeof treeQuery> | ReturnType<typeof findQuery>;

/** The source of a list's rows. The same object as long as it is the same list. */
export interface RowSource {
  /** Equal for lists that share their open folders and scroll position. */
  readonly key: string;
  readonly snapshot: string;
  /** Whether there are no folders to open. */
  readonly flat: boolean;
  readonly page: (folder: string, page: number) => PageQuery;
}

/** The rows that are shown. */
export interface ShownRows extends LazyRows<TreeItem> {
  /** The source of the rows: the earlier one until enough of the new one is loaded. */
  readonly source: RowSource;
  /** The error if the list cannot be shown at all. */
  readonly error: AppError | undefined;
}

const ROOT: PageKey = { folder: "", page: 0 };
/** The most open folders that are loaded before a new source is shown. */
const PREPARED = 64;
/** The longest wait for the other folders after the root is loaded, in ms. */
const PATIENCE = 150;

type Result = UseQueryResult<{ readonly total: number; readonly entries: TreeItem[] }>;

interface Asked {
  readonly source: RowSource;
  readonly pages: readonly PageKey[];
}

/**
 * Returns the rows of a tree or a flat list, and loads the pages in view. When the source changes,
 * the old rows stay until those in view can be replaced at once. Undefined until the first rows are there.
 */
export function useRows(source: RowSource, expanded: ReadonlySet<string>): ShownRows | undefined {
  const client = useQueryClient();
  // A tab that is shown again starts with the rows that it had.
  const [asked, setAsked] = useState<Asked | null>(() =>
    client.getQueryData(source.page("", 0).queryKey) ? { source, pages: pagesToPrepare(expanded, []) } : null,
  );
  const inView = useRef<readonly PageKey[]>([]);
  const open = useRef(expanded);
  useEffect(() => {
    open.current = expanded;
  }, [expanded]);

  useEffect(() => {
    let replaced = false;
    const pages = pagesToPrepare(open.current, inView.current);
    const queries = pages.map(({ folder, page }) => source.page(folder, page));
    const loads = queries.map((query) => client.prefetchQuery(query as ReturnType<typeof treeQuery>));
    const patience = Promise.resolve(loads[0]).then(() => new Promise((late) => setTimeout(late, PATIENCE)));
    void Promise.race([Promise.all(loads), patience]).then(() => {
      if (!replaced) setAsked({ source, pages });
      replaced = true;
    });
    return () => {
      if (!replaced) for (const { queryKey } of queries) void client.cancelQueries({ queryKey });
      replaced = true;
    };
  }, [source, client]);

  const loaded = useQueries({
    queries: asked === null ? [] : asked.pages.map(({ folder, page }) => asked.source.page(folder, page)),
    combine: useCallback((results: Result[]) => new LoadedPages(asked?.pages ?? [], results), [asked]),
  });
  const { folders } = loaded;
  const [shownOpen, setShownOpen] = useState(expanded);
  // Another label's open folders say nothing about the rows that still stand.
  if (asked?.source.key === source.key && shownOpen !== expanded) setShownOpen(expanded);
  const rows = useMemo(
    () => treeRows<TreeItem>({ root: "", pageSize: PAGE.tree, folders, expanded: shownOpen }),
    [folders, shownOpen],
  );
  const onRange = useCallback(
    (first: number, last: number) => {
      const wanted = rows.pagesIn(first, last);
      inView.current = wanted;
      setAsked((before) => before && withPages(before, wanted));
    },
    [rows],
  );
  if (asked === null) return undefined;
  const error = loaded.errorOf(ROOT);
  return {
    source: asked.source,
    rows,
    error: error && asAppError(error),
    hasFailed: (page) => loaded.errorOf(page) !== undefined,
    onRange,
  };
}

/** The root first: without it there is nothing to show. */
function pagesToPrepare(expanded: ReadonlySet<string>, inView: readonly PageKey[]): readonly PageKey[] {
  const folders = [...expanded].slice(0, PREPARED).map((folder) => ({ folder, page: 0 }));
  return withPages({ pages: [ROOT, ...folders] }, inView).pages;
}
