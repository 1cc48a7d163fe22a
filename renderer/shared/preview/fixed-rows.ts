import { type RefObject, useEffect, useState } from "react";

/** The rows beyond each edge of the view that are rendered too. */
const OVERSCAN = 8;

/** The rows from `first` up to `last`, which is not one of them. */
export interface RowWindow {
  readonly first: number;
  readonly last: number;
}

/** Works out which rows of equal height are in view; `top` is how far they are scrolled, in pixels. */
export function windowOf(top: number, height: number, rowHeight: number, count: number): RowWindow {
  const first = Math.max(0, Math.floor(top / rowHeight) - OVERSCAN);
  const last = Math.min(count, Math.ceil((top + height) / rowHeight) + OVERSCAN);
  return { first: Math.min(first, last), last };
}

/**
 * Returns the rows in view of a scrolled element whose rows have the same height. Unlike a measuring virtualiser it keeps
 * no state per row, and so serves a million of them.
 */
export function useFixedRows(
  scroller: RefObject<HTMLElement | null>,
  count: number,
  rowHeight: number,
): RowWindow {
  const [rows, setRows] = useState<RowWindow>({ first: 0, last: 0 });
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return undefined;
    const look = () => {
      const next = windowOf(element.scrollTop, element.clientHeight, rowHeight, count);
      setRows((before) => (before.first === next.first && before.last === next.last ? before : next));
    };
    const sizes = new ResizeObserver(look);
    sizes.observe(element);
    element.addEventListener("scroll", look, { passive: true });
    look();
    return () => {
      sizes.disconnect();
      element.removeEventListener("scroll", look);
    };
  }, [scroller, count, rowHeight]);
  return rows;
}
