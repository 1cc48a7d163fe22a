import type { Chosen } from "../../api/chosen.ts";
import { client } from "../../api/client.ts";
import { labelQuery } from "../../api/queries.ts";
import { useComparisonView } from "../../state/comparison-view.ts";
import { useDialogs } from "../../state/dialogs.ts";
import { focusPane } from "../../state/focus.ts";
import { useSelection } from "../../state/selection.ts";
import { labelOf, type Side, sideOfMove, useSides, type Which } from "../../state/sides.ts";

/** Shows the comparison of two, and of one path of them first where one is named. */
export function showComparison(from: Side | null, to: Side | null, path?: string): void {
  useSides.getState().both(from, to);
  if (path) {
    useComparisonView.getState().showAll();
    useComparisonView.getState().look(path);
  }
  const { label, chooseLabel, chooseMount, showTab } = useSelection.getState();
  chooseMount(null);
  const named = (to && labelOf(to)) ?? (from && labelOf(from));
  // Without a label the window has no place for it.
  if (label === null && named) chooseLabel(named);
  showTab("compare");
}

/** Compares a side with another that is asked for; until one is chosen, with the last. */
export function compareWith(side: Side): void {
  const { from, to } = useSides.getState();
  showComparison(side, to ?? from);
  pickSide("to");
}

/** Compares a move with what is asked for, which is at first what its label holds now. */
export async function compareMoveWith(chosen: Chosen): Promise<void> {
  const side = sideOfMove(chosen.label, chosen);
  if (side === null) return;
  showComparison(side, chosen.isHead ? null : await sideOfHead(chosen.label));
  pickSide("to");
}

/** Compares a path of a snapshot with the same path at the label's head. */
export async function compareWithNow(side: Side, path: string): Promise<void> {
  const label = labelOf(side);
  if (label !== null) showComparison(side, await sideOfHead(label), path);
  requestAnimationFrame(() => focusPane("compare"));
}

/** Asks for one of the two that are compared. */
export function pickSide(which: Which): void {
  useDialogs.getState().show({ name: "pick-side", which });
}

/** Makes a side of a label's head; null if the label is deleted. */
export async function sideOfHead(label: string): Promise<Side | null> {
  const found = await client.fetchQuery(labelQuery(label));
  return found?.ca_id == null ? null : { is: "move", label, snapshot: found.ca_id, at: found.at };
}
