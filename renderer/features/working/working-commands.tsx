import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { onAppEvent, shell } from "../../api/bridge.ts";
import { useChosen } from "../../api/chosen.ts";
import { infoQuery } from "../../api/queries.ts";
import { directionOf } from "../../model/labels/undo-keys.ts";
import { flushAll, onAnyUnsaved } from "../../model/merge/unsaved.ts";
import { editSnapshot } from "../../model/snapshots/actions.ts";
import { forgetEdits, undoEdit } from "../../model/working/edits.ts";
import { isInText } from "../../monaco/text-undo.ts";
import { useDialogs } from "../../state/dialogs.ts";
import { useSelection } from "../../state/selection.ts";
import { undoOwner } from "../../state/undo-owner.ts";

/** Runs the menu's and keys' commands on working copies, and saves typed text when the window is left. Renders nothing. */
export function WorkingCommands() {
  const chosen = useChosen();
  const mount = useSelection((state) => state.mount);
  const isMac = useQuery(infoQuery()).data?.platform === "darwin";
  useEffect(
    () =>
      onAppEvent((event) => {
        if (event.type !== "menu" || useDialogs.getState().open !== null || undoOwner()) return;
        if (event.command === "open-working" && chosen !== null) editSnapshot(chosen);
        if (event.command === "push-working" && mount !== null)
          useDialogs.getState().show({ name: "push", mount });
        if (event.command === "undo" && mount !== null && !isInText()) void undoEdit(mount);
      }),
    [chosen, mount],
  );
  useEffect(() => {
    if (mount === null) return undefined;
    const pressed = (event: KeyboardEvent) => {
      if (directionOf(event, isMac) !== "undo" || isInText() || useDialogs.getState().open !== null) return;
      if (undoOwner() !== undefined) return;
      event.preventDefault();
      if (!event.repeat) void undoEdit(mount);
    };
    window.addEventListener("keydown", pressed, true);
    return () => window.removeEventListener("keydown", pressed, true);
  }, [mount, isMac]);
  useEffect(followLeaving, []);
  // Working copies of another store have the same numbers.
  useEffect(() => forgetEdits, []);
  return null;
}

/** Saves typed text when the window is left or about to close, which waits for it. Returns a function that stops it. */
function followLeaving(): () => void {
  const leave = () => void flushAll();
  window.addEventListener("blur", leave);
  const ends = [
    () => window.removeEventListener("blur", leave),
    onAppEvent((event) => {
      if (event.type === "leaving") leave();
    }),
    onAnyUnsaved((unsaved) => void shell({ do: "unsaved", unsaved })),
  ];
  return () => {
    for (const end of ends) end();
  };
}
