import { useEffect } from "react";
import type { MenuCommand } from "../../electron/bridge.ts";
import { onAppEvent } from "../api/bridge.ts";
import { useDialogs } from "../state/dialogs.ts";
import { focusPane, nextPane } from "../state/focus.ts";
import { useSelection } from "../state/selection.ts";
import { useSlider } from "../state/slider.ts";
import { useStorageView } from "../state/storage-view.ts";
import { keepFocus, paneOf } from "./keep-focus.ts";

/** The native menu's commands that the window carries out. */
const COMMANDS: Partial<Record<MenuCommand, () => void>> = {
  settings: () => useDialogs.getState().show({ name: "settings" }),
  "check-store": () => useDialogs.getState().show({ name: "verify" }),
  keys: () => useDialogs.getState().show({ name: "keys" }),
  retention: () => {
    const { label } = useSelection.getState();
    if (label !== null) useDialogs.getState().show({ name: "retention", label });
  },
  storage: () => {
    const { isOpen, open, close } = useStorageView.getState();
    if (isOpen) close();
    else open();
  },
  "focus-labels": () => focusPane("labels"),
  "focus-history": () => focusPane("history"),
  "time-slider": () => {
    useSelection.getState().showTab("files");
    useSlider.getState().toggle();
  },
  "focus-files": () => {
    useSelection.getState().showTab("files");
    // Its tab has to be there first.
    requestAnimationFrame(() => focusPane("files"));
  },
};

/** Follows the native menu and the key that goes from pane to pane, and has the focus somewhere whatever closes. */
export function useWindowCommands(): void {
  useEffect(() => onAppEvent(follow), []);
  useEffect(() => {
    // Before anything that has the focus sees it, since the separators have a use of their own for it.
    window.addEventListener("keydown", cycle, true);
    return () => window.removeEventListener("keydown", cycle, true);
  }, []);
  useEffect(keepFocus, []);
}

function follow(event: Parameters<Parameters<typeof onAppEvent>[0]>[0]): void {
  // A dialog that asks something does not give way to another.
  if (event.type === "menu" && useDialogs.getState().open === null) COMMANDS[event.command]?.();
}

function cycle(event: KeyboardEvent): void {
  if (event.key !== "F6" || useDialogs.getState().open !== null) return;
  event.preventDefault();
  event.stopPropagation();
  const next = nextPane(paneOf(document.activeElement), event.shiftKey ? -1 : 1);
  if (next !== undefined) focusPane(next);
}
