import { useLayoutEffect, useMemo, useRef, useSyncExternalStore } from "react";
import { shownLine } from "../../../../core/merge/model/editor-text.ts";
import type { SessionView } from "../../../model/merge/file-session.ts";
import { useMergeView } from "../../../state/merge-view.ts";
import { text } from "../../../strings/index.ts";
import { MarkedLine } from "../lines/marked-line.tsx";
import { type LinesAt, linesAt } from "../panes/lines-at.ts";
import type { MergePanes } from "../panes/panes.ts";
import type { SideWords } from "../sides/sides.ts";
import styles from "./strip.module.css";

const words = text.merge;
/** Lines of up to so many characters are in view as a whole. */
const SHORT = 60;
const ROWS = ["base", "theirs", "ours", "result"] as const;

interface LineStripProps {
  readonly panes: MergePanes;
  readonly view: SessionView;
  readonly names: SideWords;
}

/** The line of the cursor in each text, one above the other, with the words that differ from the base. */
export function LineStrip({ panes, view: { merge }, names }: LineStripProps) {
  const spot = useSyncExternalStore(panes.subscribe, () => panes.spot);
  const ignoresSpaces = useMergeView((state) => state.settings.ignoreSpaces);
  const lines = useMemo(() => linesAt(merge, spot), [merge, spot]);
  const strip = useRef<HTMLElement>(null);
  useLayoutEffect(() => showFirstMark(strip.current, lines), [lines]);
  const base = lines.base === undefined ? undefined : shownLine(lines.base);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard.
    <section ref={strip} className={styles.strip} aria-label={words.strip} tabIndex={0} data-strip>
      <dl className={`mono ${styles.rows}`}>
        {ROWS.map((row) => {
          const line = lines[row];
          return (
            <div key={row} className={styles.row} data-row={row}>
              <dt className={`ellipsis ${styles.name}`} data-side={row}>
                {row === "result" ? words.result : row === "base" ? words.base : names[row]}
              </dt>
              <dd className={`selectable ${styles.line}`}>
                {line === undefined ? (
                  <span className="muted">{words.noLine}</span>
                ) : (
                  <MarkedLine
                    line={shownLine(line)}
                    base={row === "base" ? undefined : base}
                    ignoresSpaces={ignoresSpaces}
                  />
                )}
              </dd>
            </div>
          );
        })}
      </dl>
    </section>
  );
}

/** Scrolls to the first word that is marked in any of the lines; to their beginning where that is in view then. */
function showFirstMark(strip: HTMLElement | null, lines: LinesAt): void {
  if (strip === null) return;
  const isLong = Object.values(lines).some((line) => (line?.length ?? 0) > SHORT);
  const begin = strip.getBoundingClientRect().left - strip.scrollLeft;
  const marks = [...(isLong ? strip.querySelectorAll("mark") : [])];
  const first = Math.min(...marks.map((mark) => mark.getBoundingClientRect().left - begin));
  const isInView = marks.length === 0 || first < strip.clientWidth * 0.8;
  strip.scrollLeft = isInView ? 0 : first - strip.clientWidth * 0.35;
}
