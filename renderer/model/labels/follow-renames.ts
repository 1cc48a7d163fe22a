import { ask, onAppEvent } from "../../api/bridge.ts";
import { useSelection } from "../../state/selection.ts";

/** Keeps the selected label selected when it is renamed elsewhere. Returns a function that stops it. */
export function followRenames(): () => void {
  return onAppEvent((event) => {
    if (event.type !== "moved" || event.op !== "rename") return;
    const { label: chosen, renamed } = useSelection.getState();
    if (chosen === null || chosen === event.label) return;
    ask("history", { label: event.label, ops: ["rename"], limit: 1 }).then(
      ({ entries }) => {
        if (entries[0]?.renamed_from === chosen) renamed(chosen, event.label);
      },
      // It was renamed again meanwhile; another event follows.
      () => undefined,
    );
  });
}
