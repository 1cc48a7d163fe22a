import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { SearchX } from "lucide-react";
import { type ReactNode, useDeferredValue, useEffect, useMemo, useRef, useState } from "react";
import type { CommandOutput } from "../../../core/api/registry/invoke.ts";
import { asAppError } from "../../api/bridge.ts";
import { type ChangeFilter, type ChangeItem, changesQuery } from "../../api/queries.ts";
import { Button } from "../../components/button.tsx";
import { useIsWide } from "../../components/element-size.ts";
import { EmptyState } from "../../components/empty-state.tsx";
import type { RestoreChoice } from "../../model/comparison/restore-choice.ts";
import { CHANGE_KINDS, useComparisonView } from "../../state/comparison-view.ts";
import { useDialogs } from "../../state/dialogs.ts";
import { text } from "../../strings/index.ts";
import { ErrorPanel } from "../error-panel.tsx";
import { GapRow } from "./change-row.tsx";
import styles from "./changes.module.css";
import { ListAndContent } from "./list-and-content.tsx";
import { Toolbar } from "./toolbar.tsx";
import { type Comparison, isSmall } from "./use-change-rows.ts";

/** The width from which the list stands beside what it is about, in pixels. */
const WIDE = 900;

interface FileComparisonProps {
  /** The two snapshots. */
  readonly from: string;
  readonly to: string;
  /** Shows the names of the two sides. */
  readonly sides: ReactNode;
  readonly pane: "changes" | "compare" | "merge-proof";
  /** Returns the places where a side of a change can be restored. */
  readonly restores: (item: ChangeItem) => readonly RestoreChoice[];
}

/** The comparison that is shown, with the beginning of it. */
interface Answer {
  readonly comparison: Comparison;
  readonly data: CommandOutput<"changes">;
}

/** Shows which files changed between two snapshots, and the changes in the selected one. */
export function FileComparison({ from, to, sides, pane, restores }: FileComparisonProps) {
  const filter = useChangeFilter();
  const { data, error, isPlaceholderData, refetch } = useQuery({
    ...changesQuery(from, to, "", filter, 0),
    placeholderData: keepPreviousData,
  });
  // Until another comparison is worked out, the one before stays.
  const [answer, setAnswer] = useState<Answer>();
  if (data && !isPlaceholderData && answer?.data !== data)
    setAnswer({ comparison: { from, to, filter }, data });
  const body = useRef<HTMLDivElement>(null);
  const isWide = useIsWide(body, WIDE);
  const stepper = useRef<((step: 1 | -1) => void) | null>(null);
  useChangeKeys(stepper);
  return (
    <>
      <Toolbar sides={sides} counts={answer?.data.counts} onStep={(step) => stepper.current?.(step)} />
      <div ref={body} className={styles.body} aria-busy={isPlaceholderData}>
        {error !== null && !data ? (
          <div className={styles.trouble}>
            <ErrorPanel error={asAppError(error)} onRetry={() => void refetch()} />
          </div>
        ) : answer === undefined || isWide === undefined ? (
          <Comparing />
        ) : answer.data.total === 0 ? (
          <NoMatch />
        ) : (
          <ListAndContent
            comparison={answer.comparison}
            isSmall={isSmall(answer.data)}
            isWide={isWide}
            pane={pane}
            restores={restores}
            stepper={stepper}
          />
        )}
      </div>
    </>
  );
}

function useChangeFilter(): ChangeFilter {
  const kinds = useComparisonView((state) => state.kinds);
  const pattern = useDeferredValue(useComparisonView((state) => state.pattern.trim()));
  return useMemo(
    () => ({
      ...(kinds.size < CHANGE_KINDS.length && { kinds: CHANGE_KINDS.filter((kind) => kinds.has(kind)) }),
      ...(pattern !== "" && { pattern }),
    }),
    [kinds, pattern],
  );
}

/** Goes from change to change by F7 and Shift+F7, wherever the focus is. */
function useChangeKeys(stepper: { readonly current: ((step: 1 | -1) => void) | null }): void {
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.key !== "F7" || event.ctrlKey || event.altKey || event.metaKey) return;
      if (useDialogs.getState().open !== null) return;
      event.preventDefault();
      event.stopPropagation();
      stepper.current?.(event.shiftKey ? -1 : 1);
    };
    // Before the editor sees it, which knows only the changes of one file.
    window.addEventListener("keydown", pressed, true);
    return () => window.removeEventListener("keydown", pressed, true);
  }, [stepper]);
}

function NoMatch() {
  const { noMatch, noMatchAbout, showAll } = text.compare;
  return (
    <EmptyState icon={<SearchX size={28} />} title={noMatch}>
      {noMatchAbout}
      <Button onClick={useComparisonView.getState().showAll}>{showAll}</Button>
    </EmptyState>
  );
}

function Comparing() {
  return (
    <div className={styles.comparing} role="status" aria-label={text.compare.loading}>
      {[0, 1, 1, 0, 1].map((depth, no) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they are all alike.
        <div key={no} className={styles.gap}>
          <GapRow depth={depth} failed={false} />
        </div>
      ))}
    </div>
  );
}
