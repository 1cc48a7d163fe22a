import type { editor } from "monaco-editor/editor";
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

/** The undo and redo of an editor whose text is a part of more. */
export interface OwnHistory {
  undo(): void;
  redo(): void;
}

const histories = new Map<editor.ICodeEditor, OwnHistory>();

/** Has an editor undo and redo by a history of its owner's. Returns a function that ends that. */
export function ownHistory(of: editor.ICodeEditor, history: OwnHistory): () => void {
  histories.set(of, history);
  return () => void histories.delete(of);
}

/** Returns the history of the owner of the editor that has the focus; undefined where the editor has its own. */
export function focusedHistory(): OwnHistory | undefined {
  const editor = focusedEditor();
  return editor && histories.get(editor);
}

/** Undoes in the text that has the focus what was typed last, or types it again. */
export function stepInText(direction: "undo" | "redo"): void {
  const editor = focusedEditor();
  const own = focusedHistory();
  if (own !== undefined) own[direction]();
  else if (editor !== undefined) editor.trigger("menu", direction, null);
  // No other call reaches the browser's undo stack of a field.
  else document.execCommand(direction);
}

function focusedEditor() {
  return loadedMonaco()
    ?.editor.getEditors()
    .find((editor) => editor.hasTextFocus());
}
