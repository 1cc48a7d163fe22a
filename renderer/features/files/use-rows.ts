import { type UseQueryResult, useQueries, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { type AppError, asAppError } from "../../api/bridge.ts";
import { type findQuery, PAGE, type TreeItem, type treeQuery } from "../../api/queries.ts";
import { type LoadedFolder, type PageKey, type TreeRows, treeRows } from "../../components/tree-rows.ts";

type PageQuery = ReturnType<typeof treeQuery> | ReturnType<typeof findQuery>;

/** Where the rows of a list come from. The same object as long as it is the same list. */
export interface RowSource {
  /** The same for lists in which what is open, and where it is scrolled to, means the same. */
  readonly key: string;
  readonly snapshot: string;
  /** Whether there are no folders to open. */
  readonly flat: boolean;
  readonly page: (folder: string, page: number) => PageQuery;
}

/** The rows that are shown. */
export interface ShownRows {
  /** What they are the rows of: the source before, until enough of the new one is there. */
  readonly source: RowSource;
  readonly rows: TreeRows<TreeItem>;
  /** Why the list cannot be shown at all. */
  readonly error: AppError | undefined;
  hasFailed(page: PageKey): boolean;
  /** Loads what the rows in view lack. */
  onRange(first: number, last: number): void;
}

/** So many open folders are loaded before a new source is shown. */
const PREPARED = 64;
/** After what is in the root, the rest is waited for this long, in ms. */
const PATIENCE = 150;

interface Asked {
  readonly source: RowSource;
  readonly pages: readonly PageKey[];
}

/**
 * Gives the rows of a tree or of a flat list, of which what comes into view is loaded page by page. When the source changes,
 * the rows before stay until what is in view can be replaced at once. Undefined until there is anything.
 */
export function useRows(source: RowSource, expanded: ReadonlySet<string>): ShownRows | undefined {
  const client = useQueryClient();
  // What was shown before its tab was left is there at once.
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

  const { pages } = useQueries({
    queries: (asked?.pages ?? []).map(({ folder, page }) => asked?.source.page(folder, page) as PageQuery),
    combine: gather,
  });
  const folders = useMemo(() => foldersOf(asked?.pages ?? [], pages), [asked, pages]);
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
  const failed = pages.map(({ error }, no) => (error === null ? undefined : keyOf(asked.pages[no])));
  const root = pages[0]?.error ?? null;
  return {
    source: asked.source,
    rows,
    error: root === null ? undefined : asAppError(root),
    hasFailed: (page) => failed.includes(keyOf(page)),
    onRange,
  };
}

interface Page {
  readonly data: { readonly total: number; readonly entries: TreeItem[] } | undefined;
  readonly error: Error | null;
}

/** What queries combine to: an instance, which is compared by identity where plain objects would be compared through and through. */
class Pages {
  readonly pages: readonly Page[];

  constructor(pages: readonly Page[]) {
    this.pages = pages;
  }
}

function gather(results: UseQueryResult<NonNullable<Page["data"]>>[]): Pages {
  return new Pages(results.map(({ data, error }) => ({ data, error })));
}

function foldersOf(keys: readonly PageKey[], pages: readonly Page[]): Map<string, LoadedFolder<TreeItem>> {
  const folders = new Map<string, { total: number; pages: Map<number, TreeItem[]> }>();
  for (const [no, { folder, page }] of keys.entries()) {
    const data = pages[no]?.data;
    if (data === undefined) continue;
    const known = folders.get(folder) ?? { total: data.total, pages: new Map() };
    known.pages.set(page, data.entries);
    folders.set(folder, known);
  }
  return folders;
}

/** The root first: without it there is nothing to show. */
function pagesToPrepare(expanded: ReadonlySet<string>, inView: readonly PageKey[]): PageKey[] {
  const folders = ["", ...[...expanded].slice(0, PREPARED)];
  return withPages({ pages: folders.map((folder) => ({ folder, page: 0 })) }, inView).pages.slice();
}

function withPages<A extends { readonly pages: readonly PageKey[] }>(
  asked: A,
  wanted: readonly PageKey[],
): A {
  const known = new Set(asked.pages.map(keyOf));
  const missing = wanted.filter((page) => !known.has(keyOf(page)));
  return missing.length === 0 ? asked : { ...asked, pages: [...asked.pages, ...missing] };
}

function keyOf(page: PageKey | undefined): string {
  return page === undefined ? "" : `${page.page}:${page.folder}`;
}
