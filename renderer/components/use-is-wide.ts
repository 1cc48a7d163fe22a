import { type RefObject, useEffect, useState } from "react";

/** Tells whether an element is at least so wide, in pixels; undefined until it is known. */
export function useIsWide(element: RefObject<HTMLElement | null>, least: number): boolean | undefined {
  const [isWide, setWide] = useState<boolean>();
  useEffect(() => {
    const { current } = element;
    if (current === null) return undefined;
    const sizes = new ResizeObserver(([entry]) => setWide((entry?.contentRect.width ?? 0) >= least));
    sizes.observe(current);
    return () => sizes.disconnect();
  }, [element, least]);
  return isWide;
}
