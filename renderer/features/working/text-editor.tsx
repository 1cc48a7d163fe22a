import { CircleAlert } from "lucide-react";
import type { editor } from "monaco-editor/editor";
import { useEffect, useRef, useState } from "react";
import { Button } from "../../components/button.tsx";
import { nameOf } from "../../components/format.ts";
import { draftKey, save, throwAway, type, useDrafts } from "../../model/working/drafts.ts";
import { type TextModel, takeStored, textModel } from "../../model/working/text-models.ts";
import { LOOK } from "../../monaco/options.ts";
import { useMonaco } from "../../monaco/setup.ts";
import { registerPane } from "../../state/focus.ts";
import { text as catalogue } from "../../strings/index.ts";
import styles from "./working.module.css";

const words = catalogue.working;

interface TextEditorProps {
  readonly mount: number;
  readonly path: string;
  /** The text in the working copy. */
  readonly text: string;
  /** The working copy's revision that has this text. */
  readonly revision: number;
  readonly mark: string;
}

/** A text of a working copy that is edited, and saved as it is typed. */
export function TextEditor({ mount, path, text, revision, mark }: TextEditorProps) {
  const key = draftKey(mount, path);
  const draft = useDrafts((state) => state.drafts[key]);
  return (
    <>
      {draft?.state === "failed" && (
        <div className={`${styles.strip} ${styles.failed}`} role="alert">
          <CircleAlert size={16} aria-hidden />
          <p className="selectable">
            <strong>{words.notSaved}.</strong> {draft.error?.message} {words.notSavedAbout}
          </p>
          <Button onClick={() => void save(key)}>{words.saveAgain}</Button>
          <Button variant="quiet" onClick={() => throwAway(mount, path)}>
            {words.throwAway}
          </Button>
        </div>
      )}
      <Editor
        mount={mount}
        path={path}
        draftKey={key}
        text={draft?.text ?? text}
        revision={revision}
        isTyped={draft !== undefined}
        onType={(typed) => type({ mount, path, text: typed, mark })}
      />
    </>
  );
}

interface EditorProps {
  readonly mount: number;
  readonly path: string;
  readonly draftKey: string;
  readonly text: string;
  readonly revision: number;
  /** Whether the text is a draft: the window does not have it from the store yet. */
  readonly isTyped: boolean;
  readonly onType: (text: string) => void;
}

function Editor({ mount, path, draftKey: key, text, revision, isTyped, onType }: EditorProps) {
  const monaco = useMonaco();
  const host = useRef<HTMLDivElement>(null);
  const [made, setMade] = useState<editor.IStandaloneCodeEditor | null>(null);
  const [shown, setShown] = useState<TextModel | null>(null);
  const latest = useRef({ text, revision, onType });
  useEffect(() => {
    latest.current = { text, revision, onType };
  });

  useEffect(() => {
    if (monaco === undefined || host.current === null) return undefined;
    const { fontFamily } = getComputedStyle(host.current);
    const created = monaco.editor.create(host.current, { ...LOOK, fontFamily, model: null });
    setMade(created);
    return () => {
      created.dispose();
      setMade(null);
    };
  }, [monaco]);

  // Each file has a model of its own, with its undo stack.
  useEffect(() => {
    if (monaco === undefined || made === null) return undefined;
    const model = textModel(monaco, mount, path, latest.current);
    made.setModel(model.model);
    if (model.view !== null) made.restoreViewState(model.view);
    made.updateOptions({ ariaLabel: words.editorName(nameOf(path)) });
    setShown(model);
    const left = made.onDidBlurEditorText(() => void save(key));
    return () => {
      left.dispose();
      model.view = made.saveViewState();
      void save(key);
    };
  }, [monaco, made, mount, path, key]);

  // Changes from elsewhere appear at the same place; the user's own typing comes back from the store and is no edit.
  useEffect(() => {
    if (made === null || shown === null || shown.model !== made.getModel()) return undefined;
    const view = made.saveViewState();
    const isOther = !isTyped && takeStored(shown, { text, revision });
    if (isOther && view !== null) made.restoreViewState(view);
    const changed = shown.model.onDidChangeContent(() => {
      shown.text = shown.model.getValue();
      latest.current.onType(shown.text);
    });
    return () => changed.dispose();
  }, [made, shown, text, revision, isTyped]);

  useEffect(() => registerPane("files", () => made?.focus()), [made]);
  return <div ref={host} className={`${styles.editor} mono`} data-ready={made !== null} />;
}
