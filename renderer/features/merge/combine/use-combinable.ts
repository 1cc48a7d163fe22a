import { useEffect, useState } from "react";
import type { FileMerge } from "../../../../core/merge/model/file-merge.ts";
import { combinableRegions } from "../../../model/merge/combinable.ts";

/** Counts the open hunks of a text whose words can be combined, whenever the window has time for it: 0 until then. */
export function useCombinable(merge: FileMerge): number {
  const [count, setCount] = useState(0);
  useEffect(() => {
    const regions = combinableRegions(merge);
    let found = 0;
    const go = (deadline: IdleDeadline) => {
      // Not a loop over the generator: leaving that would end it.
      for (let next = regions.next(); !next.done; next = regions.next()) {
        if (next.value !== null) found++;
        if (deadline.timeRemaining() > 0) continue;
        waiting = requestIdleCallback(go);
        return;
      }
      setCount(found);
    };
    let waiting = requestIdleCallback(go);
    return () => cancelIdleCallback(waiting);
  }, [merge]);
  return count;
}
