import { useEffect } from "react";
import { client } from "../../api/client.ts";
import { type LabelItem, labelQuery } from "../../api/queries.ts";
import { useSelection } from "../../state/selection.ts";

const keyOf = (folder: string) => `strata.label:${folder}`;

/** Selects a label while none is selected: the last one used, or the one that moved last. Remembers the selection. */
export function useFirstChoice(folder: string, labels: readonly LabelItem[]): void {
  const chosen = useSelection((state) => state.label);
  useEffect(() => {
    if (chosen !== null) localStorage.setItem(keyOf(folder), chosen);
  }, [folder, chosen]);

  const newest = chosen === null ? newestOf(labels) : undefined;
  useEffect(() => {
    if (newest === undefined) return undefined;
    let isLate = false;
    const choose = (name: string) => {
      if (!isLate && useSelection.getState().label === null) useSelection.getState().chooseLabel(name);
    };
    const last = localStorage.getItem(keyOf(folder));
    if (last === null) choose(newest);
    else {
      client.fetchQuery(labelQuery(last)).then(
        (label) => choose(label?.ca_id ? last : newest),
        () => choose(newest),
      );
    }
    return () => {
      isLate = true;
    };
  }, [folder, newest]);
}

function newestOf(labels: readonly LabelItem[]): string | undefined {
  let newest: LabelItem | undefined;
  for (const label of labels) {
    if (label.ca_id !== null && (newest === undefined || label.at > newest.at)) newest = label;
  }
  return newest?.name;
}
