import type { editor } from "monaco-editor/editor";
import { useEffect, useRef } from "react";
import type { FileSession } from "../../../model/merge/file-session.ts";
import { LOOK, READ_ONLY } from "../../../monaco/options.ts";
import { useMonaco } from "../../../monaco/setup.ts";
import { ownHistory } from "../../../monaco/text-undo.ts";
import { useMergeView } from "../../../state/merge-view.ts";
import styles from "./editor.module.css";
import type { PaneName } from "./pane-names.ts";
import type { MergePanes } from "./panes.ts";

interface PaneEditorProps {
  readonly pane: PaneName;
  readonly name: string;
  readonly panes: MergePanes;
  readonly session: FileSession;
  readonly canWrite: boolean;
}

const OPTIONS = {
  glyphMargin: true,
  folding: false,
  lineNumbersMinChars: 3,
  lineDecorationsWidth: 16,
  overviewRulerBorder: false,
  hideCursorInOverviewRuler: true,
  renderWhitespace: "selection",
  renderFinalNewline: "on",
  // The pairs have one colour here, and finding them takes longer than drawing the text.
  bracketPairColorization: { enabled: false },
  // Panes that are as high as each other scroll as one.
  scrollBeyondLastLine: false,
  padding: { top: 0, bottom: 0 },
  unicodeHighlight: { ambiguousCharacters: false },
} as const satisfies editor.IEditorOptions;

/** One pane of the three-way view. Only the result can be typed into. */
export function PaneEditor({ pane, name, panes, session, canWrite }: PaneEditorProps) {
  const monaco = useMonaco();
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (monaco === undefined || host.current === null) return undefined;
    const isEdited = pane === "result" && canWrite;
    const { fontFamily } = getComputedStyle(host.current);
    const created = monaco.editor.create(host.current, {
      ...(isEdited ? LOOK : READ_ONLY),
      ...OPTIONS,
      matchBrackets: isEdited ? "always" : "never",
      // The sides are as high as the result, whose ruler shows the hunks.
      overviewRulerLanes: pane === "result" ? 3 : 0,
      fontFamily,
      ariaLabel: name,
      wordWrap: useMergeView.getState().settings.wrap ? "on" : "off",
      model: null,
    });
    const detach = panes.attach(pane, created);
    const forget = ownHistory(created, { undo: () => session.undo(), redo: () => session.redo() });
    host.current.dataset.ready = "true";
    return () => {
      forget();
      detach();
      created.dispose();
    };
  }, [monaco, pane, name, panes, session, canWrite]);
  return <div ref={host} className={`${styles.editor} mono`} data-pane-editor={pane} />;
}
