import { useCallback, useMemo } from "react";

/** Pages, both ends included. */
export interface PageRange {
  readonly first: number;
  readonly last: number;
}

/** The first page alone. */
export const TOP: PageRange = { first: 0, last: 0 };

/** Returns the pages of the rows from `first` to `last`; the earlier object if they are the same. */
export function pagesOf(first: number, last: number, size: number, before: PageRange): PageRange {
  const pages = { first: Math.floor(first / size), last: Math.floor(last / size) };
  return pages.first === before.first && pages.last === before.last ? before : pages;
}

/** Lists the numbers of pages that there are, up to `end`: the same array for the same range. */
export function usePageNumbers(first: number, last: number, end: number): readonly number[] {
  const from = Math.max(0, Math.min(first, end));
  const to = Math.min(last, end);
  return useMemo(() => Array.from({ length: to - from + 1 }, (_, no) => from + no), [from, to]);
}

/**
 * The loaded pages, by number. It is a class because instances are compared by identity, where plain
 * objects would be compared deeply.
 */
export class Pages<P> {
  readonly loaded: ReadonlyMap<number, P>;

  constructor(loaded: ReadonlyMap<number, P>) {
    this.loaded = loaded;
  }
}

/** Returns the function that combines the queries of pages. */
export function useByPage<P>(
  numbers: readonly number[],
): (results: readonly { readonly data: P | undefined }[]) => Pages<P> {
  return useCallback(
    (results) =>
      new Pages(
        new Map(
          results.flatMap(({ data }, at) => {
            const page = numbers[at];
            return data === undefined || page === undefined ? [] : [[page, data]];
          }),
        ),
      ),
    [numbers],
  );
}
