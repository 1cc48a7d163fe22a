import { useQuery } from "@tanstack/react-query";
import { ArrowRight, Equal, FileDiff, Sprout } from "lucide-react";
import { type Chosen, EVERYTHING, useChosen } from "../../api/chosen.ts";
import { type ChangeItem, type HistoryItem, historyQuery, PAGE } from "../../api/queries.ts";
import { Button } from "../../components/button.tsx";
import { Counts } from "../../components/counts.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { exactTime, shortTime } from "../../components/format.ts";
import { Tip } from "../../components/tip.tsx";
import { useSettled } from "../../components/use-settled.ts";
import { type RestoreChoice, restoreToFolder } from "../../model/comparison/restore-choice.ts";
import styles from "../../shared/comparison/changes.module.css";
import { FileComparison } from "../../shared/comparison/file-comparison.tsx";
import toolbar from "../../shared/comparison/toolbar.module.css";
import { useSelection } from "../../state/selection.ts";
import { text } from "../../strings/index.ts";

/** Whoever steps through moves with the keys held down does not want to see what each changed, in ms. */
const RESTED = 100;

/** Shows the selected snapshot's changes against the one before it. */
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

function WithPrevious({ chosen, from, to }: WithPreviousProps) {
  const { label, at, index } = chosen;
  const before = useMove(chosen, index - 1, false);
  const restores = ({ path, type, change }: ChangeItem): readonly RestoreChoice[] =>
    change === "added"
      ? []
      : [
          restoreToFolder(text.compare.restore, {
            label,
            snapshot: from,
            path,
            isFile: type !== "directory",
            at: before?.at ?? at,
          }),
        ];
  const times = (
    <Tip text={text.compare.fromTo}>
      <p className={toolbar.times}>
        <span title={before && exactTime(before.at)}>{before ? shortTime(before.at) : "…"}</span>
        <ArrowRight size={12} aria-hidden />
        <span title={exactTime(at)}>{shortTime(at)}</span>
      </p>
    </Tip>
  );
  return <FileComparison from={from} to={to} sides={times} pane="changes" restores={restores} />;
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

/** Returns a move of the selected label by its index; undefined while it is unknown. With `stat` its changes are counted too. */
function useMove({ label }: Chosen, index: number, stat: boolean): HistoryItem | undefined {
  const { data: moves } = useQuery({
    ...historyQuery(label, EVERYTHING, 0, false),
    select: (page) => page.moves,
  });
  const page = moves === undefined ? 0 : Math.max(0, Math.floor((moves - 1 - index) / PAGE.history));
  const { data } = useQuery({
    ...historyQuery(label, EVERYTHING, page, stat),
    enabled: moves !== undefined && index >= 0,
    select: ({ entries }) => entries.find((entry) => entry.index === index),
  });
  return data;
}
