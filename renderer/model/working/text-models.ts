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
}

/** The most models kept, and their most characters together; the shown one is always kept. */
const MOST = 40;
const MOST_CHARACTERS = 16_000_000;

/** The texts that were edited, by working copy and path, those shown last at the end. */
let kept = new Map<string, TextModel>();

/** Gives the model of a file, which is made with a text where there is none, and counts as the one shown last. */
export function textModel(monaco: Monaco, mount: number, path: string, text: string): TextModel {
  const key = keyOf(mount, path);
  const found = kept.get(key) ?? {
    model: monaco.editor.createModel(text, languageOf(path)),
    view: null,
    text,
  };
  kept.delete(key);
  kept.set(key, found);
  letGo();
  return found;
}

/** Replaces a model's text; the editor can undo that too. */
export function replaceText(kept: TextModel, text: string): void {
  kept.text = text;
  const { model } = kept;
  model.pushStackElement();
  model.pushEditOperations([], [{ range: model.getFullModelRange(), text }], () => null);
  model.pushStackElement();
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
