import type { editor } from "monaco-editor/editor";
import { isWithin } from "../../components/paths.ts";
import { languageOf } from "../../monaco/language-of.ts";
import type { Monaco } from "../../monaco/setup.ts";

/** A text of a working copy in the editor, with its undo stack and its last view. */
export interface TextModel {
  readonly model: editor.ITextModel;
  view: editor.ICodeEditorViewState | null;
  /** The text last set or typed; the model may normalise its line ends. */
  text: string;
  /** The working copy's newest revision whose text the model has taken or was edited from. */
  revision: number;
}

/** The text of a file in one revision of a working copy. */
export interface StoredText {
  readonly text: string;
  readonly revision: number;
}

/** Stands for a revision that is not known; it is older than all others. */
export const UNKNOWN_REVISION = -1;

/** The most models kept, and their most characters together; the shown one is always kept. */
const MOST = 40;
const MOST_CHARACTERS = 16_000_000;

/** The texts that were edited, by working copy and path, those shown last at the end. */
let kept = new Map<string, TextModel>();

/** Gives the model of a file, which is made with a text where there is none, and counts as the one shown last. */
export function textModel(
  monaco: Monaco,
  mount: number,
  path: string,
  { text, revision }: StoredText,
): TextModel {
  const key = keyOf(mount, path);
  const found = kept.get(key) ?? {
    model: monaco.editor.createModel(text, languageOf(path)),
    view: null,
    text,
    revision,
  };
  kept.delete(key);
  kept.set(key, found);
  letGo();
  return found;
}

/**
 * Replaces a model's text by a stored one that somebody else wrote, and returns whether it differs; the editor can undo that
 * too. Ignores revisions that are not newer than the model's: they precede what was typed and saved here.
 */
export function takeStored(kept: TextModel, { text, revision }: StoredText): boolean {
  if (revision <= kept.revision) return false;
  kept.revision = revision;
  if (text === kept.text) return false;
  kept.text = text;
  const { model } = kept;
  model.pushStackElement();
  model.pushEditOperations([], [{ range: model.getFullModelRange(), text }], () => null);
  model.pushStackElement();
  return true;
}

/** Notes that a file's typed text was saved and read back in a revision; the model ignores older ones from then on. */
export function noteSaved(mount: number, path: string, revision: number): void {
  const found = kept.get(keyOf(mount, path));
  // That revision itself may have a text that somebody else wrote after the save.
  if (found !== undefined) found.revision = revision - 1;
}

/** Makes a model take the stored text again, whatever its revision. */
export function showStored(mount: number, path: string): void {
  const found = kept.get(keyOf(mount, path));
  if (found !== undefined) found.revision = UNKNOWN_REVISION;
}

/** Goes with the texts of a file or folder to its other path. */
export function moveTexts(mount: number, from: string, to: string): void {
  const next = new Map<string, TextModel>();
  for (const [key, model] of kept) {
    const path = pathOf(mount, key);
    const isMoved = path !== undefined && isWithin(from, path);
    const target = isMoved ? keyOf(mount, to + path.slice(from.length)) : key;
    // One that was there before, and is gone from there.
    next.get(target)?.model.dispose();
    next.set(target, model);
  }
  kept = next;
}

/** Forgets the texts of all working copies. */
export function forgetTexts(): void {
  for (const { model } of kept.values()) model.dispose();
  kept.clear();
}

/** Forgets those that were shown longest ago while there are too many, or too much in them. */
function letGo(): void {
  let characters = 0;
  const all = [...kept].reverse();
  for (const [at, [key, { model }]] of all.entries()) {
    characters += model.getValueLength();
    if (at === 0 || (at < MOST && characters <= MOST_CHARACTERS)) continue;
    kept.delete(key);
    model.dispose();
  }
}

function keyOf(mount: number, path: string): string {
  return `${mount}:${path}`;
}

function pathOf(mount: number, key: string): string | undefined {
  const start = `${mount}:`;
  return key.startsWith(start) ? key.slice(start.length) : undefined;
}
