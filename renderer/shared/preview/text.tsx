import type { editor } from "monaco-editor/editor";
import { useEffect, useRef, useState } from "react";
import { TEXT_MOST, TEXT_SHOWN } from "../../api/look.ts";
import type { Preview } from "../../api/queries.ts";
import { Button } from "../../components/button.tsx";
import { bytes, nameOf } from "../../components/format.ts";
import { languageOf } from "../../monaco/language-of.ts";
import { READ_ONLY } from "../../monaco/options.ts";
import { useMonaco } from "../../monaco/setup.ts";
import { useFilesView } from "../../state/files-view.ts";
import { text } from "../../strings/index.ts";
import styles from "./preview.module.css";

const words = text.files;

interface TextViewProps {
  /** Null while something else is shown: the editor is kept for the next text, since making one takes a while. */
  readonly file: Preview | null;
  /** Asks for all of the text, as far as it is shown. */
  readonly onMore: () => void;
  readonly onBytes: () => void;
}

/** A text, to be read. */
export function TextView({ file, onMore, onBytes }: TextViewProps) {
  const wrap = useFilesView((state) => state.wrap);
  return (
    <div className={styles.view} hidden={file === null}>
      {file && (file.lossy || file.truncated) && (
        <div className={styles.strip}>
          {file.lossy && <span className={styles.warning}>{words.notValid}</span>}
          {file.truncated && <Partly file={file} onMore={onMore} onBytes={onBytes} />}
        </div>
      )}
      <Editor file={file} wrap={wrap} />
    </div>
  );
}

function Partly({ file, onMore, onBytes }: Omit<TextViewProps, "file"> & { readonly file: Preview }) {
  const most = Math.min(file.size, TEXT_MOST);
  const shown = (file.text?.length ?? 0) > TEXT_SHOWN ? most : TEXT_SHOWN;
  return (
    <>
      <span>{words.partly(bytes(shown), bytes(file.size))}</span>
      {shown < most ? (
        <Button onClick={onMore}>{most === file.size ? words.showAll : words.showMore(bytes(most))}</Button>
      ) : (
        <Button onClick={onBytes}>{words.asBytes}</Button>
      )}
    </>
  );
}

function Editor({ file, wrap }: { readonly file: Preview | null; readonly wrap: boolean }) {
  const monaco = useMonaco();
  const host = useRef<HTMLDivElement>(null);
  const shown = useRef<string>(undefined);
  const [made, setMade] = useState<editor.IStandaloneCodeEditor | null>(null);
  const path = file?.path;
  const content = file?.text;

  useEffect(() => {
    if (monaco === undefined || host.current === null) return undefined;
    const { fontFamily } = getComputedStyle(host.current);
    const created = monaco.editor.create(host.current, { ...READ_ONLY, fontFamily, model: null });
    setMade(created);
    return () => {
      created.getModel()?.dispose();
      created.dispose();
    };
  }, [monaco]);

  useEffect(() => {
    if (monaco === undefined || made === null) return;
    const before = made.getModel();
    if (path === undefined || content === undefined) made.setModel(null);
    else {
      const view = shown.current === path ? made.saveViewState() : null;
      made.setModel(monaco.editor.createModel(content, languageOf(path)));
      // The same file of another snapshot is shown where it was read.
      if (view) made.restoreViewState(view);
    }
    shown.current = path;
    before?.dispose();
  }, [monaco, made, path, content]);

  useEffect(() => {
    const ariaLabel = path === undefined ? "" : words.contentOf(nameOf(path));
    made?.updateOptions({ ariaLabel, wordWrap: wrap ? "on" : "off" });
  }, [made, path, wrap]);

  return <div ref={host} className={`${styles.editor} mono`} />;
}
