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
  const [place, setPlace] = useState({ top: 0, left: 0 });
  useLayoutEffect(() => {
    const shown = panes.editor("result");
    if (shown === undefined) return;
    const line = Math.min(merge.region(current).result.start + 1, shown.getModel()?.getLineCount() ?? 1);
    const room = shown.getLayoutInfo().height - (Math.min(lines.length, MOST) + 2) * LOOK.lineHeight;
    setPlace({
      top: Math.max(0, Math.min(room, shown.getTopForLineNumber(line) - shown.getScrollTop())),
      left: shown.getScrollLeft(),
    });
  }, [panes, merge, current, lines]);
  return (
    <div className={`mono ${styles.preview}`} style={{ top: place.top }} aria-hidden data-preview>
      <p className={styles.previewTitle}>{words.preview}</p>
      {lines.length === 0 ? (
        <p className="muted">{words.previewEmpty}</p>
      ) : (
        <pre style={{ marginLeft: -place.left }}>
          {lines.slice(0, MOST).map(shownLine).join("\n")}
          {lines.length > MOST && "\n…"}
        </pre>
      )}
    </div>
  );
}
