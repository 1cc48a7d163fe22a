import { useEffect, useRef, useState } from "react";

/** Follows a value at once, but while it keeps changing within so many ms only when it comes to rest. */
export function useSettled<T>(value: T, rest: number): T {
  const [settled, setSettled] = useState(value);
  const changed = useRef(Number.NEGATIVE_INFINITY);
  useEffect(() => {
    const now = performance.now();
    const wait = now - changed.current < rest ? rest : 0;
    changed.current = now;
    if (wait === 0) {
      setSettled(value);
      return undefined;
    }
    const timer = setTimeout(() => setSettled(value), wait);
    return () => clearTimeout(timer);
  }, [value, rest]);
  return settled;
}
