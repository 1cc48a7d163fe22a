import { type RefObject, useLayoutEffect, useState } from "react";

/** Tells whether an element is narrower than so many pixels; it is taken to be until it was measured. */
export function useNarrow(element: RefObject<HTMLElement | null>, width: number): boolean {
  const [narrow, setNarrow] = useState(true);
  useLayoutEffect(() => {
    if (element.current === null) return undefined;
    // A tab that is not shown has no width, and says nothing.
    const measure = (now: number) => now > 0 && setNarrow(now < width);
    // Before it is drawn first, else it would be seen to change.
    measure(element.current.clientWidth);
    const sizes = new ResizeObserver(([entry]) => measure(entry?.contentRect.width ?? 0));
    sizes.observe(element.current);
    return () => sizes.disconnect();
  }, [element, width]);
  return narrow;
}
