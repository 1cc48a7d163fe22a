import { useEffect } from "react";

/** Marks the document once the window shows what it is there for, for those who wait for that from outside. */
export function useReady(shown = true): void {
  useEffect(() => {
    if (shown) document.documentElement.dataset.ready = "true";
  }, [shown]);
}
