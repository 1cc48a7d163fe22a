import { useCallback, useEffect, useState } from "react";
import { useSelection } from "../../state/selection.ts";
import type { LabelList } from "./use-label-list.ts";

/** The row where a label was last seen; −1 where it was not found. */
interface Seen {
  readonly name: string;
  readonly row: number;
}

/** Returns the selected label's row, −1 for none, and a function that selects a row's label even before it is loaded. */
export function useChosenRow({ total, at, rowOf, find, filter, isPending }: LabelList): {
  readonly row: number;
  readonly choose: (row: number) => void;
} {
  const chosen = useSelection((state) => state.label);
  const [awaited, setAwaited] = useState<number | null>(null);
  const [seen, setSeen] = useState<Seen | null>(null);

  const known = chosen === null ? -1 : rowOf(chosen);
  if (chosen !== null && known !== -1 && (seen?.name !== chosen || seen.row !== known)) {
    setSeen({ name: chosen, row: known });
  }
  // Out of view it counts as being where it was, until another one is seen there.
  const isThere = seen !== null && seen.name === chosen && seen.row < total && at(seen.row) === undefined;
  const row = known === -1 && isThere ? seen.row : known;

  const choose = useCallback(
    (next: number) => {
      const label = at(next);
      setAwaited(label === undefined ? next : null);
      if (label !== undefined) useSelection.getState().chooseLabel(label.name);
    },
    [at],
  );
  useEffect(() => {
    if (awaited !== null && at(awaited) !== undefined) choose(awaited);
  }, [awaited, at, choose]);

  // Without a filter it is somewhere.
  const sought = row === -1 && filter === "" && !isPending ? chosen : null;
  useEffect(() => {
    if (sought === null) return undefined;
    let isLate = false;
    find(sought).then(
      (row) => {
        if (!isLate) setSeen({ name: sought, row });
      },
      // The list reports why the labels cannot be read.
      () => undefined,
    );
    return () => {
      isLate = true;
    };
  }, [sought, find]);

  return { row: awaited ?? row, choose };
}
