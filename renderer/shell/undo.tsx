import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { onAppEvent } from "../api/bridge.ts";
import { infoQuery } from "../api/queries.ts";
import { useWritable } from "../api/writable.ts";
import { step } from "../model/labels/step.ts";
import { directionOf } from "../model/labels/undo-keys.ts";
import { followGone, useUndoTarget } from "../model/labels/undo-target.ts";
import type { Direction } from "../model/labels/undo-words.ts";
import { focusedHistory, isInText, stepInText } from "../monaco/text-undo.ts";
import { useDialogs } from "../state/dialogs.ts";
import { undoOwner } from "../state/undo-owner.ts";

/** Undoes and redoes moves of the label that is chosen, by the native menu and by key. Draws nothing. */
export function Undo() {
  const target = useUndoTarget();
  const label = useWritable() ? target : null;
  const isMac = useQuery(infoQuery()).data?.platform === "darwin";
  useEffect(followGone, []);
  useEffect(
    () =>
      onAppEvent((event) => {
        if (event.type !== "menu" || (event.command !== "undo" && event.command !== "redo")) return;
        if (isInText()) stepInText(event.command);
        else stepOf(label, event.command);
      }),
    [label],
  );
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      const direction = directionOf(event, isMac);
      if (direction === undefined) return;
      const own = focusedHistory();
      if (own === undefined && isInText()) return;
      event.preventDefault();
      event.stopPropagation();
      if (own !== undefined) own[direction]();
      // A key held down would repeat and undo everything.
      else if (!event.repeat) stepOf(label, direction);
    };
    // Before an editor sees it that only shows a text, and would take the key all the same.
    window.addEventListener("keydown", pressed, true);
    return () => window.removeEventListener("keydown", pressed, true);
  }, [label, isMac]);
  return null;
}

/**
 * Undoes or redoes what the screen's owner did last, or else a label's move, except while a dialog is open: the subject of
 * its question must not change.
 */
function stepOf(label: string | null, direction: Direction): void {
  if (useDialogs.getState().open !== null) return;
  const owner = undoOwner();
  if (owner !== undefined) owner[direction]();
  else if (label !== null) step(direction, label);
}
