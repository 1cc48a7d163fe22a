import { useEffect, useRef } from "react";
import { useDialogs } from "../../../state/dialogs.ts";

/** Calls a function at Ctrl or Command and Enter, wherever the focus is. */
export function useCompleteKey(complete: (() => void) | undefined): void {
  const latest = useRef(complete);
  useEffect(() => {
    latest.current = complete;
  });
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
      if (useDialogs.getState().open !== null) return;
      event.preventDefault();
      event.stopPropagation();
      if (!event.repeat) latest.current?.();
    };
    window.addEventListener("keydown", pressed, true);
    return () => window.removeEventListener("keydown", pressed, true);
  }, []);
}
