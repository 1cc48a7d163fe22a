import type { Direction } from "./undo-words.ts";

type Pressed = Pick<KeyboardEvent, "key" | "code" | "ctrlKey" | "metaKey" | "shiftKey" | "altKey">;

/** Returns the direction of an undo key: Ctrl+Z, Ctrl+Shift+Z and Ctrl+Y, on a Mac Command+Z and Command+Shift+Z. */
export function directionOf(pressed: Pressed, isMac: boolean): Direction | undefined {
  const { key, code, ctrlKey, metaKey, shiftKey, altKey } = pressed;
  const [mod, other] = isMac ? [metaKey, ctrlKey] : [ctrlKey, metaKey];
  if (!mod || other || altKey) return undefined;
  // On keyboards with other letters, the key at this place counts.
  const letter = /^[a-z]$/i.test(key) ? key.toLowerCase() : code.replace("Key", "").toLowerCase();
  if (letter === "z") return shiftKey ? "redo" : "undo";
  return letter === "y" && !shiftKey && !isMac ? "redo" : undefined;
}
