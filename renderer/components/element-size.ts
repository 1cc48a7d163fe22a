import { type RefObject, useEffect, useLayoutEffect, useState } from "react";

const NONE = { width: 0, height: 0 };

/** Returns whether an element is narrower than a number of pixels; true until it is measured. */
export function useNarrow(element: RefObject<HTMLElement | null>, width: number): boolean {
  const [narrow, setNarrow] = useState(true);
  useLayoutEffect(() => {
    if (element.current === null) return undefined;
    // A hidden tab has no width: keep the last answer.
    const measure = (now: number) => now > 0 && setNarrow(now < width);
    // Measured before the first paint, or the change would be seen.
    measure(element.current.clientWidth);
    const sizes = new ResizeObserver(([entry]) => measure(entry?.contentRect.width ?? 0));
    sizes.observe(element.current);
    return () => sizes.disconnect();
  }, [element, width]);
  return narrow;
}

/** Returns whether an element has at least a width, in pixels; undefined until it is measured. */
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

/** Returns an element's inner size, in pixels. */
export function useRoom(element: RefObject<HTMLElement | null>): { width: number; height: number } {
  const [room, setRoom] = useState(NONE);
  useLayoutEffect(() => {
    if (element.current === null) return undefined;
    const { clientWidth: width, clientHeight: height } = element.current;
    setRoom({ width, height });
    const sizes = new ResizeObserver(([entry]) => {
      if (entry) setRoom({ width: entry.contentRect.width, height: entry.contentRect.height });
    });
    sizes.observe(element.current);
    return () => sizes.disconnect();
  }, [element]);
  return room;
}
