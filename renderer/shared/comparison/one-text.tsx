import type { editor } from "monaco-editor/editor";
import { type RefObject, useEffect, useImperativeHandle, useRef, useState } from "react";
import { languageOf } from "../../monaco/language-of.ts";
import { READ_ONLY } from "../../monaco/options.ts";
import { useMonaco } from "../../monaco/setup.ts";
import styles from "./changes.module.css";
import type { DiffHandle } from "./text-diff.tsx";

interface OneTextProps {
  readonly path: string;
  readonly name: string;
  readonly content: string;
  readonly handle: RefObject<DiffHandle | null>;
}

/** The text of a file that is only there before, or only after. */
export function OneText({ path, name, content, handle }: OneTextProps) {
  const monaco = useMonaco();
  const host = useRef<HTMLDivElement>(null);
  const [shown, setShown] = useState<editor.IStandaloneCodeEditor | null>(null);
  useEffect(() => {
    if (monaco === undefined || host.current === null) return undefined;
    const created = monaco.editor.create(host.current, { ...READ_ONLY, model: null });
    setShown(created);
    return () => {
      const model = created.getModel();
      created.dispose();
      model?.dispose();
      setShown(null);
    };
  }, [monaco]);
  useEffect(() => {
    if (monaco === undefined || shown === null) return;
    const replaced = shown.getModel();
    shown.setModel(monaco.editor.createModel(content, languageOf(path)));
    shown.updateOptions({ ariaLabel: name });
    replaced?.dispose();
  }, [monaco, shown, path, name, content]);
  useImperativeHandle(handle, () => ({ focus: () => shown?.focus(), step: () => false }));
  return <div ref={host} className={styles.editor} data-ready={shown !== null} />;
}
