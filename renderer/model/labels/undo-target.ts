import { create } from "zustand";
import { onAppEvent } from "../../api/bridge.ts";
import { useSelection } from "../../state/selection.ts";

/** A label that was deleted just now, and the one that was chosen in its place. */
interface Gone {
  readonly label: string;
  readonly beside: string;
}

const useGone = create<{ readonly gone: Gone | null }>()(() => ({ gone: null }));

/** Points undo at a label that was just deleted, rather than at the one selected in its place. */
export function undoDeleted(label: string, beside: string): void {
  useGone.setState({ gone: { label, beside } });
}

/**
 * Returns the label that undo applies to: the selected one, or the one just deleted. Null for none, and in a working copy,
 * where undo applies to files.
 */
export function useUndoTarget(): string | null {
  const chosen = useSelection((state) => state.label);
  const gone = useGone((state) => state.gone);
  const isWorking = useSelection((state) => state.mount !== null);
  if (isWorking) return null;
  return gone !== null && gone.beside === chosen ? gone.label : chosen;
}

/** Forgets the deleted label when another is selected, or the selected one moves. Returns a function that stops it. */
export function followGone(): () => void {
  const forget = () => useGone.setState({ gone: null });
  const ends = [
    useSelection.subscribe(({ label }) => {
      if (label !== useGone.getState().gone?.beside) forget();
    }),
    onAppEvent((event) => {
      if (event.type === "moved" && event.label === useGone.getState().gone?.beside) forget();
    }),
  ];
  return () => {
    for (const end of ends) end();
  };
}
