import { useLayoutEffect, useState } from "react";
import { shownLine } from "../../../../core/merge/model/editor-text.ts";
import type { SessionView } from "../../../model/merge/file-session.ts";
import { LOOK } from "../../../monaco/options.ts";
import { text } from "../../../strings/index.ts";
import type { MergePanes } from "../panes/panes.ts";
import styles from "./text.module.css";

const words = text.merge;
/** The most lines that are shown. */
const MOST = 14;

interface HunkPreviewProps {
  readonly lines: readonly string[];
  readonly view: SessionView;
  readonly panes: MergePanes;
}

/** Shows, over the hunk in the result, what an action would leave there. */
export function HunkPreview({ lines, view: { merge, current }, panes }: HunkPreviewProps) {
  const [top, setTop] = useState(0);
  useLayoutEffect(() => {
    const shown = panes.editor("result");
    if (shown === undefined) return;
    const line = Math.min(merge.region(current).result.start + 1, shown.getModel()?.getLineCount() ?? 1);
    const room = shown.getLayoutInfo().height - (Math.min(lines.length, MOST) + 2) * LOOK.lineHeight;
    setTop(Math.max(0, Math.min(room, shown.getTopForLineNumber(line) - shown.getScrollTop())));
  }, [panes, merge, current, lines]);
  return (
    <div className={`mono ${styles.preview}`} style={{ top }} aria-hidden data-preview>
      <p className={styles.previewTitle}>{words.preview}</p>
      {lines.length === 0 ? (
        <p className="muted">{words.previewEmpty}</p>
      ) : (
        <pre>
          {lines.slice(0, MOST).map(shownLine).join("\n")}
          {lines.length > MOST && "\n…"}
        </pre>
      )}
    </div>
  );
}
