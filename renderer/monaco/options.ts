import type { editor } from "monaco-editor/editor";

/** The options of every editor, those that compare included. */
export const LOOK = {
  automaticLayout: true,
  fontSize: 12,
  lineHeight: 18,
  scrollBeyondLastLine: false,
  smoothScrolling: false,
  stickyScroll: { enabled: false },
  // An overview ruler beside the scrollbar says more in less space.
  minimap: { enabled: false },
  fixedOverflowWidgets: true,
  renderLineHighlight: "none",
  occurrencesHighlight: "off",
  guides: { indentation: false },
  // A file's content is shown as it is; no prompt offers to change it.
  unusualLineTerminators: "off",
  links: false,
  scrollbar: { useShadows: false, verticalScrollbarSize: 12, horizontalScrollbarSize: 12 },
  padding: { top: 8, bottom: 8 },
} as const satisfies editor.IEditorOptions;

/** Options of an editor that only shows. */
export const READ_ONLY = {
  ...LOOK,
  readOnly: true,
  domReadOnly: true,
  // Tab goes on to the next control: there is nothing to indent.
  tabFocusMode: true,
  contextmenu: true,
} as const satisfies editor.IEditorOptions;
