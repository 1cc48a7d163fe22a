import { useQuery } from "@tanstack/react-query";
import { History, SearchX } from "lucide-react";
import { useEffect, useState } from "react";
import { asAppError, onAppEvent } from "../../api/bridge.ts";
import { useChosen } from "../../api/chosen.ts";
import { historyQuery } from "../../api/queries.ts";
import { Button } from "../../components/button.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { compareMoveWith } from "../../model/comparison/show.ts";
import { keepMove } from "../../model/labels/keep-move.ts";
import { resetTo, startLabel } from "../../model/snapshots/actions.ts";
import { ErrorPanel } from "../../shared/error-panel.tsx";
import { useDialogs } from "../../state/dialogs.ts";
import { useSelection } from "../../state/selection.ts";
import { text } from "../../strings/index.ts";
import { useHistoryFilter } from "./filter-state.ts";
import { Filters } from "./filters.tsx";
import { About, Header } from "./header.tsx";
import { MoveList } from "./move-list.tsx";
import { compareMove, mergeMoveInto } from "./move-menu.tsx";
import { UnknownRow } from "./move-row.tsx";
import styles from "./timeline.module.css";

/** The history of the chosen label. */
export function Timeline() {
  const label = useSelection((state) => state.label);
  useMenuCommands();
  return (
    <div className={styles.pane} data-screen="history">
      {label === null ? (
        <EmptyState icon={<History size={28} />} title={text.timeline.none}>
          {text.timeline.noneAbout}
        </EmptyState>
      ) : (
        <LabelHistory label={label} />
      )}
    </div>
  );
}

function LabelHistory({ label }: { readonly label: string }) {
  const filter = useHistoryFilter((state) => state.filter);
  const { data, error, isPlaceholderData, refetch } = useQuery(historyQuery(label, filter, 0, false));
  // The earlier results stay until the new filter's arrive.
  const [shown, setShown] = useState(filter);
  const answered = data !== undefined && !isPlaceholderData;
  if (answered && shown !== filter) setShown(filter);
  return (
    <>
      <Header label={label} />
      <Filters />
      <About label={label} total={data?.total} moves={data?.moves} />
      <div className={styles.list}>
        {error !== null && data === undefined ? (
          <div className={styles.error}>
            <ErrorPanel error={asAppError(error)} onRetry={() => void refetch()} />
          </div>
        ) : data === undefined ? (
          <Loading />
        ) : data.total === 0 ? (
          <NothingFound moves={data.moves} />
        ) : (
          <MoveList
            key={`${label}\n${shown.ops.join()}\n${shown.text}`}
            label={label}
            filter={shown}
            top={data}
          />
        )}
      </div>
    </>
  );
}

function Loading() {
  return (
    <div className={styles.loading} role="status" aria-label={text.timeline.loading}>
      {[1, 2, 3, 4, 5, 6].map((no) => (
        <div key={no} className={styles.loadingRow}>
          <UnknownRow lanes={0} />
        </div>
      ))}
    </div>
  );
}

function NothingFound({ moves }: { readonly moves: number }) {
  return (
    <EmptyState icon={<SearchX size={28} />} title={text.timeline.noMatch}>
      {text.timeline.noMatchAbout(moves)}
      <Button onClick={useHistoryFilter.getState().showAll}>{text.timeline.showAll}</Button>
    </EmptyState>
  );
}

/** Runs the native menu's commands on the selected move. */
function useMenuCommands(): void {
  const chosen = useChosen();
  useEffect(
    () =>
      onAppEvent((event) => {
        if (event.type !== "menu" || useDialogs.getState().open !== null || chosen === null) return;
        if (event.command === "compare") compareMove();
        if (event.command === "compare-with") void compareMoveWith(chosen);
        if (event.command === "merge-into") mergeMoveInto(chosen);
        if (event.command === "start-label") startLabel(chosen);
        if (event.command === "reset") resetTo(chosen);
        if (event.command === "keep-move") void keepMove(chosen.label, chosen.seq, true);
        if (event.command === "release-move") void keepMove(chosen.label, chosen.seq, false);
      }),
    [chosen],
  );
}
