import { ask, onAppEvent } from "../../api/bridge.ts";
import { useSelection } from "../../state/selection.ts";

/** Stays with the chosen label when somebody else gives it another name. Returns what ends it. */
export function followRenames(): () => void {
  return onAppEvent((event) => {
    if (event.type !== "moved" || event.op !== "rename") return;
    const { label: chosen, renamed } = useSelection.getState();
    if (chosen === null || chosen === event.label) return;
    ask("history", { label: event.label, ops: ["rename"], limit: 1 }).then(
      ({ entries }) => {
        if (entries[0]?.renamed_from === chosen) renamed(chosen, event.label);
      },
      // It was renamed again meanwhile, of which another event tells.
      () => undefined,
    );
  });
}
