import { type RefObject, useLayoutEffect, useState } from "react";

const NONE = { width: 0, height: 0 };

/** Gives how much room an element has inside, in pixels. */
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
