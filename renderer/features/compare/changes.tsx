import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Equal, FileDiff, SearchX, Sprout } from "lucide-react";
import { useDeferredValue, useEffect, useMemo, useRef, useState } from "react";
import type { CommandOutput } from "../../../core/api/invoke.ts";
import { asAppError } from "../../api/bridge.ts";
import { type Chosen, useChosen } from "../../api/chosen.ts";
import { type ChangeFilter, type ChangeItem, changesQuery } from "../../api/queries.ts";
import { Button } from "../../components/button.tsx";
import { Counts } from "../../components/counts.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { ErrorPanel } from "../../components/error-panel.tsx";
import { useDialogs } from "../../state/dialogs.ts";
import { useSelection } from "../../state/selection.ts";
import { text } from "../../strings/index.ts";
import { useSettled } from "../files/use-settled.ts";
import { GapRow } from "./change-row.tsx";
import styles from "./changes.module.css";
import { CHANGE_KINDS, useCompare } from "./compare-state.ts";
import { Compared } from "./compared.tsx";
import { Toolbar } from "./toolbar.tsx";
import { type Comparison, isSmall } from "./use-change-rows.ts";
import { useMove } from "./use-moments.ts";
import { useIsWide } from "./use-width.ts";

/** The width from which the list stands beside what it is about, in pixels. */
const WIDE = 900;

/** Whoever steps through moves with the keys held down does not want to see what each changed, in ms. */
const RESTED = 100;

/** What the chosen snapshot changed against the one before it. */
export function Changes() {
  const chosen = useChosen();
  return (
    <div className={styles.pane} data-screen="changes">
      {chosen === null ? <Nothing /> : <Shown chosen={chosen} />}
    </div>
  );
}

function Shown(props: { readonly chosen: Chosen }) {
  const chosen = useSettled(props.chosen, RESTED);
  const { from, to } = chosen;
  if (to === null) return <Nothing />;
  if (from === null) return <First chosen={chosen} />;
  if (from === to) {
    return (
      <EmptyState icon={<Equal size={28} />} title={text.compare.same}>
        {text.compare.sameAbout}
      </EmptyState>
    );
  }
  return <WithPrevious chosen={chosen} from={from} to={to} />;
}

interface WithPreviousProps {
  readonly chosen: Chosen;
  readonly from: string;
  readonly to: string;
}

/** The comparison that is shown, with the beginning of it. */
interface Answer {
  readonly comparison: Comparison;
  readonly data: CommandOutput<"changes">;
}

function WithPrevious({ chosen, from, to }: WithPreviousProps) {
  const filter = useChangeFilter();
  const { data, error, isPlaceholderData, refetch } = useQuery({
    ...changesQuery(from, to, "", filter, 0),
    placeholderData: keepPreviousData,
  });
  // Until another comparison is worked out, the one before stays.
  const [answer, setAnswer] = useState<Answer>();
  if (data && !isPlaceholderData && answer?.data !== data)
    setAnswer({ comparison: { from, to, filter }, data });
  const pane = useRef<HTMLDivElement>(null);
  const isWide = useIsWide(pane, WIDE);
  const stepper = useRef<((step: 1 | -1) => void) | null>(null);
  const step = (by: 1 | -1) => stepper.current?.(by);
  useChangeKeys(stepper);
  const before = useMove(chosen, chosen.index - 1, false);
  const restore = ({ path, type }: ChangeItem) =>
    useDialogs.getState().show({
      name: "restore",
      label: chosen.label,
      snapshot: from,
      path,
      isFile: type !== "directory",
      at: before?.at ?? chosen.at,
    });
  return (
    <>
      <Toolbar chosen={chosen} counts={answer?.data.counts} onStep={step} />
      <div ref={pane} className={styles.body} aria-busy={isPlaceholderData}>
        {error !== null && !data ? (
          <div className={styles.trouble}>
            <ErrorPanel error={asAppError(error)} onRetry={() => void refetch()} />
          </div>
        ) : answer === undefined || isWide === undefined ? (
          <Comparing />
        ) : answer.data.total === 0 ? (
          <NoMatch />
        ) : (
          <Compared
            comparison={answer.comparison}
            isSmall={isSmall(answer.data)}
            isWide={isWide}
            restore={restore}
            stepper={stepper}
          />
        )}
      </div>
    </>
  );
}

function useChangeFilter(): ChangeFilter {
  const kinds = useCompare((state) => state.kinds);
  const pattern = useDeferredValue(useCompare((state) => state.pattern.trim()));
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

function First({ chosen }: { readonly chosen: Chosen }) {
  const { compare } = text;
  const isFirst = chosen.index === 0;
  const changes = useMove(chosen, chosen.index, true)?.changes;
  return (
    <EmptyState icon={<Sprout size={28} />} title={isFirst ? compare.first : compare.again}>
      {isFirst ? compare.firstAbout : compare.againAbout}
      <span className={styles.firstCounts}>{changes && <Counts {...changes} />}</span>
      <Button onClick={() => useSelection.getState().showTab("files")}>{compare.showFiles}</Button>
    </EmptyState>
  );
}

function Nothing() {
  return (
    <EmptyState icon={<FileDiff size={28} />} title={text.compare.none}>
      {text.compare.noneAbout}
    </EmptyState>
  );
}

function NoMatch() {
  return (
    <EmptyState icon={<SearchX size={28} />} title={text.compare.noMatch}>
      {text.compare.noMatchAbout}
      <Button onClick={useCompare.getState().showAll}>{text.compare.showAll}</Button>
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
