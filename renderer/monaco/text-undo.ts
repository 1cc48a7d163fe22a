import { useEffect, useState } from "react";
import { loadedMonaco } from "./setup.ts";

/** The input types that take typed text; the others are buttons and boxes. */
const TYPED: ReadonlySet<string> = new Set(["text", "search", "number", "password", "email", "url", "tel"]);

/** Returns whether the focus is in an editable text, which undo then applies to. */
export function isInText(): boolean {
  const editor = focusedEditor();
  if (editor !== undefined) return editor.getRawOptions().readOnly !== true;
  const at = document.activeElement;
  if (at instanceof HTMLInputElement) return TYPED.has(at.type) && !at.readOnly;
  if (at instanceof HTMLTextAreaElement) return !at.readOnly;
  return at instanceof HTMLElement && at.isContentEditable;
}

/** Follows whether {@link isInText}. */
export function useInText(): boolean {
  const [inText, setInText] = useState(false);
  useEffect(() => {
    // Between two elements the focus is nowhere for a moment.
    const follow = () => queueMicrotask(() => setInText(isInText()));
    const changes = ["focusin", "focusout"] as const;
    for (const change of changes) window.addEventListener(change, follow);
    return () => {
      for (const change of changes) window.removeEventListener(change, follow);
    };
  }, []);
  return inText;
}

/** Undoes in the text that has the focus what was typed last, or types it again. */
export function stepInText(direction: "undo" | "redo"): void {
  const editor = focusedEditor();
  if (editor !== undefined) editor.trigger("menu", direction, null);
  // No other call reaches the browser's undo stack of a field.
  else document.execCommand(direction);
}

function focusedEditor() {
  return loadedMonaco()
    ?.editor.getEditors()
    .find((editor) => editor.hasTextFocus());
}
