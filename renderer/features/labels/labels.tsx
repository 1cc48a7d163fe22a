import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useCallback, useEffect, useRef } from "react";
import { onAppEvent } from "../../api/bridge.ts";
import { type LabelItem, labelQuery } from "../../api/queries.ts";
import { useWritable } from "../../api/writable.ts";
import type { VirtualListHandle } from "../../components/virtual-list.tsx";
import { followRenames } from "../../model/labels/follow-renames.ts";
import { ErrorPanel } from "../../shared/error-panel.tsx";
import { registerPane } from "../../state/focus.ts";
import { useLabelsView } from "../../state/labels-view.ts";
import { useReady } from "../../state/ready.ts";
import { useSelection } from "../../state/selection.ts";
import { text } from "../../strings/index.ts";
import { DeletedStrip } from "./deleted-strip.tsx";
import { labelEntries } from "./label-menu.tsx";
import { LabelSkeleton } from "./label-row.tsx";
import { LabelRows } from "./label-rows.tsx";
import styles from "./labels.module.css";
import { LabelsHeader } from "./labels-header.tsx";
import { NoLabels } from "./no-labels.tsx";
import { useChosenRow } from "./use-chosen-row.ts";
import { useFirstChoice } from "./use-first-choice.ts";
import { type LabelList, useLabelList } from "./use-label-list.ts";

/** The number of placeholder rows while labels load. */
const BONES = [1, 2, 3, 4, 5, 6, 7, 8];

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
        {filter !== "" && text.labels.count(total)}
      </p>
      <div className={styles.list}>
        {error ? (
          <div className={styles.error}>
            <ErrorPanel error={error} onRetry={retry} />
          </div>
        ) : isPending ? (
          BONES.map((bone) => (
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
