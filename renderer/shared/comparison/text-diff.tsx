import type { editor } from "monaco-editor/editor";
import { type RefObject, useEffect, useImperativeHandle, useRef, useState } from "react";
import { nameOf } from "../../components/format.ts";
import { languageOf } from "../../monaco/language-of.ts";
import { READ_ONLY } from "../../monaco/options.ts";
import { useMonaco } from "../../monaco/setup.ts";
import type { DiffLayout } from "../../state/comparison-view.ts";
import { text } from "../../strings/index.ts";
import styles from "./changes.module.css";
import { nextHunk } from "./seek.ts";

/** The actions of a shown text comparison. */
export interface DiffHandle {
  focus(): void;
  /** Goes to the next hunk, or the one before; false when there is none. */
  step(step: 1 | -1): boolean;
}

interface TextDiffProps {
  readonly path: string;
  readonly before: string;
  readonly after: string;
  readonly layout: DiffLayout;
  readonly handle: RefObject<DiffHandle | null>;
}

const OPTIONS = {
  ...READ_ONLY,
  originalEditable: false,
  ignoreTrimWhitespace: false,
  renderSideBySideInlineBreakpoint: 720,
  hideUnchangedRegions: { enabled: true },
  // Unchanged lines are folded away: the scrollbar shows the position.
  renderOverviewRuler: false,
  // It would hold what takes changes back, and lays the page out again with every text.
  renderGutterMenu: false,
  maxComputationTime: 5000,
} as const satisfies editor.IDiffEditorConstructionOptions;

/** Two texts, compared line by line and word by word. */
export function TextDiff({ path, before, after, layout, handle }: TextDiffProps) {
  const monaco = useMonaco();
  const host = useRef<HTMLDivElement>(null);
  const [shown, setShown] = useState<editor.IStandaloneDiffEditor | null>(null);
  useEffect(() => {
    if (monaco === undefined || host.current === null) return undefined;
    const created = monaco.editor.createDiffEditor(host.current, OPTIONS);
    setShown(created);
    return () => {
      replaceModel(created, null);
      created.dispose();
      setShown(null);
    };
  }, [monaco]);
  useEffect(() => {
    shown?.updateOptions({
      renderSideBySide: layout !== "inline",
      useInlineViewWhenSpaceIsLimited: layout === "auto",
    });
    const name = nameOf(path);
    shown?.getOriginalEditor().updateOptions({ ariaLabel: `${text.compare.before}: ${name}` });
    shown?.getModifiedEditor().updateOptions({ ariaLabel: `${text.compare.after}: ${name}` });
  }, [shown, layout, path]);
  useEffect(() => {
    if (monaco === undefined || shown === null) return undefined;
    const known = modelsOf(shown);
    const modelOf = (text: string) =>
      take(known, text, languageOf(path)) ?? monaco.editor.createModel(text, languageOf(path));
    replaceModel(shown, { original: modelOf(before), modified: modelOf(after) });
    const compared = shown.onDidUpdateDiff(() => {
      compared.dispose();
      goTo(shown, hunksOf(shown)[0]?.first);
    });
    return () => compared.dispose();
  }, [monaco, shown, path, before, after]);
  useImperativeHandle(handle, () => ({
    focus: () => shown?.getModifiedEditor().focus(),
    step(step) {
      if (shown === null) return false;
      const line = shown.getModifiedEditor().getPosition()?.lineNumber ?? 1;
      return goTo(shown, nextHunk(hunksOf(shown), line, step)?.first);
    },
  }));
  return <div ref={host} className={styles.editor} data-ready={shown !== null} />;
}

function hunksOf(shown: editor.IStandaloneDiffEditor) {
  return (shown.getLineChanges() ?? []).map(({ modifiedStartLineNumber, modifiedEndLineNumber }) => ({
    first: Math.max(1, modifiedStartLineNumber),
    // Of lines that are gone the end is 0.
    last: Math.max(1, modifiedStartLineNumber, modifiedEndLineNumber),
  }));
}

function goTo(shown: editor.IStandaloneDiffEditor, line: number | undefined): boolean {
  if (line === undefined) return false;
  shown.getModifiedEditor().setPosition({ lineNumber: line, column: 1 });
  shown.getModifiedEditor().revealLineInCenter(line);
  return true;
}

/** Shows another pair of texts, or none; those before are let go only when nothing shows them any more. */
function replaceModel(shown: editor.IStandaloneDiffEditor, pair: editor.IDiffEditorModel | null): void {
  const before = modelsOf(shown);
  shown.setModel(pair);
  for (const model of before) if (model !== pair?.original && model !== pair?.modified) model.dispose();
}

function modelsOf(shown: editor.IStandaloneDiffEditor): editor.ITextModel[] {
  const pair = shown.getModel();
  return pair === null ? [] : [pair.original, pair.modified];
}

/**
 * Takes the model of that text from `models`. Along a history the text after one move is the text before the next: its
 * model is coloured already.
 */
function take(models: editor.ITextModel[], text: string, language: string): editor.ITextModel | undefined {
  const at = models.findIndex((model) => model.getLanguageId() === language && model.getValue() === text);
  return at === -1 ? undefined : models.splice(at, 1)[0];
}
