import { useEffect, useRef } from "react";
import type { RowVersion } from "../../../../api/merges.ts";
import { isInText } from "../../../../monaco/text-undo.ts";
import { useDialogs } from "../../../../state/dialogs.ts";

const KEYS: Readonly<Record<string, RowVersion>> = { Digit1: "theirs", Digit2: "ours", KeyB: "base" };

/** Calls back for the keys that take a row from a side, the same as in the text merge. */
export function useRowKeys(take: ((version: RowVersion) => void) | undefined): void {
  const latest = useRef(take);
  useEffect(() => {
    latest.current = take;
  });
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      const { code, shiftKey, altKey, ctrlKey, metaKey, repeat, target } = event;
      if (shiftKey || altKey || ctrlKey || metaKey || repeat || isInText()) return;
      if (useDialogs.getState().open !== null || isInMenu(target)) return;
      const version = KEYS[code];
      if (version === undefined || latest.current === undefined) return;
      event.preventDefault();
      latest.current(version);
    };
    window.addEventListener("keydown", pressed);
    return () => window.removeEventListener("keydown", pressed);
  }, []);
}

function isInMenu(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest("[role=menu], [role=dialog]") !== null;
}
