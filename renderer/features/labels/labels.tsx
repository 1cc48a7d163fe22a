import { useQuery } from "@tanstack/react-query";
import { SearchX, Trash2 } from "lucide-react";
import { type ReactNode, useCallback, useEffect, useRef } from "react";
import { onAppEvent } from "../../api/bridge.ts";
import { type LabelItem, labelQuery } from "../../api/queries.ts";
import { useWritable } from "../../api/writable.ts";
import { Button } from "../../components/button.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import type { VirtualListHandle } from "../../components/virtual-list.tsx";
import { restoreLabel } from "../../model/labels/actions.ts";
import { followRenames } from "../../model/labels/follow-renames.ts";
import { ErrorPanel } from "../../shared/error-panel.tsx";
import { registerPane } from "../../state/focus.ts";
import { useLabelsView } from "../../state/labels-view.ts";
import { useReady } from "../../state/ready.ts";
import { useSelection } from "../../state/selection.ts";
import { text } from "../../strings/index.ts";
import { labelEntries } from "./label-menu.tsx";
import { LabelSkeleton } from "./label-row.tsx";
import { LabelRows } from "./label-rows.tsx";
import styles from "./labels.module.css";
import { LabelsHeader } from "./labels-header.tsx";
import { useChosenRow } from "./use-chosen-row.ts";
import { useFirstChoice } from "./use-first-choice.ts";
import { type LabelList, useLabelList } from "./use-label-list.ts";

const words = text.labels;
/** The number of placeholder rows while labels load. */
const SKELETON_ROWS = [1, 2, 3, 4, 5, 6, 7, 8];

interface LabelsProps {
  readonly folder: string;
  /** The content below the list. */
  readonly children?: ReactNode;
}

/** The labels of the store that is in that folder. */
export function Labels({ folder, children }: LabelsProps) {
  const list = useLabelList();
  const { total, first, at, filter, isPending, error, retry, follow } = list;
  const { row, choose } = useChosenRow(list);
  const chosen = useChosenLabel(row, list);
  const canWrite = useWritable();
  const field = useRef<HTMLInputElement>(null);
  const rows = useRef<VirtualListHandle>(null);

  useFirstChoice(folder, first);
  useReady(!isPending);
  useEffect(followRenames, []);
  // The field has the focus only where there is nothing to choose from, not while that is on its way.
  useEffect(
    () => (isPending ? undefined : registerPane("labels", () => (rows.current ?? field.current)?.focus())),
    [isPending],
  );
  useEffect(
    () =>
      onAppEvent((event) => {
        if (event.type !== "menu" || event.command !== "filter-labels") return;
        field.current?.focus();
        field.current?.select();
      }),
    [],
  );

  // Other labels are other rows: the earlier view does not apply to them.
  const sort = useLabelsView((state) => state.sort);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only when the list is another one.
  useEffect(() => rows.current?.scrollTo(Math.max(0, row)), [filter, sort]);

  const entries = useCallback(() => {
    const neighbour = (at(row + 1) ?? at(row - 1))?.name ?? null;
    return chosen ? labelEntries(chosen, { canWrite, neighbour }) : [];
  }, [chosen, at, row, canWrite]);

  return (
    <div className={styles.labels} data-screen="labels">
      <LabelsHeader
        total={isPending ? null : total}
        chosen={chosen?.name ?? null}
        entries={entries}
        field={field}
        onLeave={() => rows.current?.focus()}
      />
      <p className="visually-hidden" role="status">
        {filter !== "" && words.count(total)}
      </p>
      <div className={styles.list}>
        {error ? (
          <div className={styles.error}>
            <ErrorPanel error={error} onRetry={retry} />
          </div>
        ) : isPending ? (
          SKELETON_ROWS.map((bone) => (
            <div key={bone} className={styles.bone}>
              <LabelSkeleton />
            </div>
          ))
        ) : total === 0 ? (
          <NoLabels filter={filter} />
        ) : (
          <LabelRows
            ref={rows}
            total={total}
            at={at}
            row={row}
            entries={entries}
            onChoose={choose}
            onRange={follow}
          />
        )}
      </div>
      {children}
      <DeletedStrip canWrite={canWrite} />
    </div>
  );
}

/** Returns the selected label while it is listed, even out of view. */
function useChosenLabel(row: number, { at }: LabelList): LabelItem | undefined {
  const name = useSelection((state) => state.label);
  const { data } = useQuery({ ...labelQuery(name ?? ""), enabled: name !== null });
  return row === -1 ? undefined : (at(row) ?? data ?? undefined);
}

/** Stands where no label is: none matches, or all are deleted. */
function NoLabels({ filter }: { readonly filter: string }) {
  const { setFilter, turnDeleted } = useLabelsView.getState();
  return filter === "" ? (
    <EmptyState icon={<Trash2 size={24} />} title={words.allDeleted}>
      {words.allDeletedAbout}
      <Button onClick={turnDeleted}>{words.showDeleted}</Button>
    </EmptyState>
  ) : (
    <EmptyState icon={<SearchX size={24} />} title={words.noneFound}>
      {words.noneFoundAbout(filter)}
      <Button onClick={() => setFilter("")}>{words.clearFilter}</Button>
    </EmptyState>
  );
}

/** Shows that the selected label is deleted, and can undelete it. */
function DeletedStrip({ canWrite }: { readonly canWrite: boolean }) {
  const name = useSelection((state) => state.label);
  const { data: label } = useQuery({ ...labelQuery(name ?? ""), enabled: name !== null });
  if (!label || label.ca_id !== null) return null;
  return (
    <div className={styles.strip}>
      <p className="ellipsis" title={label.name}>
        {words.isDeleted(label.name)}
      </p>
      <Button disabled={!canWrite} onClick={() => void restoreLabel(label.name)}>
        {words.restore}
      </Button>
    </div>
  );
}
