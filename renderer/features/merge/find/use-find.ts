import { type RefObject, useCallback, useEffect, useRef, useState } from "react";
import type { FileSession } from "../../../model/merge/file-session.ts";
import { useDialogs } from "../../../state/dialogs.ts";
import type { MergePanes } from "../panes/panes.ts";
import { type Needle, PaneFind } from "./pane-find.ts";

const NEEDLE: Needle = { text: "", matchCase: false, wholeWord: false, isRegex: false };

/** The search of a text merge. */
export interface Find {
  /** Null while it is closed. */
  readonly find: PaneFind | null;
  readonly needle: Needle;
  readonly field: RefObject<HTMLInputElement | null>;
  readonly look: (needle: Needle) => void;
  readonly open: () => void;
  readonly close: () => void;
}

/** Opens a search over all panes at Ctrl or Command and F; F3 goes on. Closing it gives the focus back. */
export function useFind(session: FileSession, panes: MergePanes): Find {
  const [find, setFind] = useState<PaneFind | null>(null);
  const [needle, setNeedle] = useState(NEEDLE);
  const field = useRef<HTMLInputElement>(null);
  const before = useRef<Element | null>(null);

  const look = useCallback(
    (next: Needle) => {
      setNeedle(next);
      find?.search(next);
    },
    [find],
  );
  const open = useCallback(() => {
    const { activeElement } = document;
    if (activeElement !== field.current) before.current = activeElement;
    const text = panes.selectedText();
    const wanted = text === "" ? needle : { ...needle, text };
    const opened = find ?? new PaneFind(session, panes);
    opened.search(wanted);
    setNeedle(wanted);
    setFind(opened);
    field.current?.focus();
    field.current?.select();
  }, [find, needle, session, panes]);
  const close = useCallback(() => {
    setFind(null);
    if (before.current instanceof HTMLElement && before.current.isConnected) before.current.focus();
    else panes.editor("result")?.focus();
  }, [panes]);

  useEffect(() => () => find?.dispose(), [find]);
  useFindKeys({ find, open });
  return { find, needle, field, look, open, close };
}

function useFindKeys(keys: Pick<Find, "find" | "open">): void {
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  });
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (useDialogs.getState().open !== null) return;
      const { find, open } = latest.current;
      const { code, ctrlKey, metaKey, altKey, shiftKey } = event;
      if (code === "KeyF" && (ctrlKey || metaKey) && !altKey && !shiftKey) open();
      else if (code === "F3" && find === null) open();
      else if (code === "F3") find?.step(shiftKey ? -1 : 1);
      else return;
      event.preventDefault();
      event.stopPropagation();
    };
    // Before an editor sees it, which has a search of its own.
    window.addEventListener("keydown", pressed, true);
    return () => window.removeEventListener("keydown", pressed, true);
  }, []);
}
