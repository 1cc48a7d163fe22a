import { useEffect, useRef } from "react";
import { isInText } from "../../../monaco/text-undo.ts";
import { useDialogs } from "../../../state/dialogs.ts";
import { useMergeView } from "../../../state/merge-view.ts";
import type { HunkAction } from "./hunk-actions.tsx";
import type { Steps } from "./text-toolbar.tsx";

interface MergeKeys {
  readonly actions: () => readonly HunkAction[];
  readonly steps: Steps;
  readonly canWrite: boolean;
  /** Called after an action. */
  readonly onDone: () => void;
}

/** Follows the keys of the text merge. While something is typed, Alt has to be held for those that are characters. */
export function useMergeKeys(keys: MergeKeys): void {
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  });
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (useDialogs.getState().open !== null || isInMenu(event.target)) return;
      if (!follow(event, latest.current)) return;
      event.preventDefault();
      event.stopPropagation();
    };
    // Before an editor sees it, which has other uses for these keys.
    window.addEventListener("keydown", pressed, true);
    return () => window.removeEventListener("keydown", pressed, true);
  }, []);
}

function follow(event: KeyboardEvent, { actions, steps, canWrite, onDone }: MergeKeys): boolean {
  const { code, shiftKey, altKey, ctrlKey, metaKey } = event;
  if (ctrlKey || metaKey) return false;
  if (code === "F7") {
    const step = shiftKey ? -1 : 1;
    if (altKey) steps.auto(step);
    else steps.open(step);
    return true;
  }
  if (code === "KeyB" && altKey && shiftKey) {
    const { settings, set } = useMergeView.getState();
    set({ showBase: !settings.showBase });
    return true;
  }
  if (isInText() && !altKey) return false;
  const action = actions().find(({ key }) => key.code === code && key.shift === shiftKey);
  if (action === undefined || !canWrite || event.repeat) return false;
  action.run();
  onDone();
  return true;
}

function isInMenu(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest("[role=menu], [role=dialog]") !== null;
}
