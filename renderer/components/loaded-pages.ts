import type { UseQueryResult } from "@tanstack/react-query";
import { keyOf, type LoadedFolder, type PageKey, type TreeRows } from "./tree-rows.ts";

/** Rows that are loaded as they come into view. */
export interface LazyRows<T> {
  readonly rows: TreeRows<T>;
  /** Loads what the rows in view lack. */
  onRange(first: number, last: number): void;
  hasFailed(page: PageKey): boolean;
}

/** One page of a folder: the number of the folder's direct children, and the rows of the page. */
interface Page<T> {
  readonly total: number;
  readonly entries: readonly T[];
}

type Result<T> = Pick<UseQueryResult<Page<T>>, "data" | "error">;

/**
 * The combined result of a tree's page queries. It is a class because instances are compared by identity, where plain objects
 * would be compared deeply.
 */
export class LoadedPages<T> {
  readonly folders: ReadonlyMap<string, LoadedFolder<T>>;
  readonly #errors = new Map<string, Error>();

  /** Takes the results in the order of the pages; a page that has none yet is not loaded. */
  constructor(pages: readonly PageKey[], results: readonly Result<T>[]) {
    const folders = new Map<string, { total: number; pages: Map<number, readonly T[]> }>();
    for (const [no, key] of pages.entries()) {
      const { data, error = null } = results[no] ?? {};
      if (error !== null) this.#errors.set(keyOf(key), error);
      if (data === undefined) continue;
      const folder = folders.get(key.folder) ?? { total: data.total, pages: new Map() };
      folder.pages.set(key.page, data.entries);
      folders.set(key.folder, folder);
    }
    this.folders = folders;
  }

  /** Returns the error of a page that could not be read; undefined for one that is loaded or loading. */
  errorOf(page: PageKey): Error | undefined {
    return this.#errors.get(keyOf(page));
  }
}

/** Adds the pages that are not asked for yet; returns the same object where all of them are. */
export function withPages<A extends { readonly pages: readonly PageKey[] }>(
  asked: A,
  wanted: readonly PageKey[],
): A {
  const known = new Set(asked.pages.map(keyOf));
  const missing = wanted.filter((page) => !known.has(keyOf(page)));
  return missing.length === 0 ? asked : { ...asked, pages: [...asked.pages, ...missing] };
}
