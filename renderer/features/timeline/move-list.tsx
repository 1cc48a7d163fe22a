import { useQuery } from "@tanstack/react-query";
import { type CSSProperties, useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { CommandOutput } from "../../../core/api/registry/invoke.ts";
import { EVERYTHING, moveOf } from "../../api/chosen.ts";
import { pagesOf, TOP } from "../../api/pages.ts";
import { type HistoryFilter, PAGE, undoQuery } from "../../api/queries.ts";
import { useWritable } from "../../api/writable.ts";
import { labelColour } from "../../components/label-dot.tsx";
import { type MenuEntry, WithContextMenu } from "../../components/menu.tsx";
import { VirtualList, type VirtualListHandle } from "../../components/virtual-list.tsx";
import { type HistoryRows, useHistoryPages } from "../../shared/history/use-history-pages.ts";
import { registerPane } from "../../state/focus.ts";
import { type ChosenMove, useSelection } from "../../state/selection.ts";
import { text } from "../../strings/index.ts";
import { jointsOf } from "./joints.ts";
import { assignLanes, type Lanes } from "./lanes.ts";
import { moveMenu, openMove } from "./move-menu.tsx";
import { MoveRow, UnknownRow } from "./move-row.tsx";
import styles from "./timeline.module.css";

const ROW = 48;

interface MoveListProps {
  readonly label: string;
  readonly filter: HistoryFilter;
  /** The first page of the shown history. */
  readonly top: CommandOutput<"history">;
}

/** The moves of a label that match, newest first, with the graph of them. */
export function MoveList({ label, filter, top }: MoveListProps) {
  const { total, moves, jumps, head } = top;
  const all = filter === EVERYTHING;
  const [view, setView] = useState(TOP);
  const rows = useHistoryPages(label, filter, view, total);
  const lanes = useLanes(jumps, all ? undefined : rows);
  const cursor = useCursor(rows, top, all);
  const canWrite = useWritable();
  const { data: steps } = useQuery({ ...undoQuery(label), enabled: canWrite });
  const list = useRef<VirtualListHandle>(null);
  useEffect(() => registerPane("history", () => list.current?.focus()), []);

  const follow = useCallback(
    (first: number, last: number) => setView((view) => pagesOf(first, last, PAGE.history, view)),
    [],
  );
  const chosen = rows.at(cursor.row);
  const menu = (): readonly MenuEntry[] =>
    chosen === undefined
      ? []
      : moveMenu({ ...moveOf(chosen), label, isHead: chosen.to === head }, chosen, steps, canWrite);
  const renderRow = (row: number) => {
    const entry = rows.at(row);
    if (entry === undefined) return <UnknownRow lanes={all ? lanes.at(moves - 1 - row) : 0} />;
    const joints = jointsOf(entry, { moves, newer: rows.at(row - 1), older: rows.at(row + 1), all });
    return <MoveRow label={label} entry={entry} moves={moves} lanes={lanes.at(entry.index)} {...joints} />;
  };
  return (
    <WithContextMenu items={menu}>
      <div className={styles.moves} style={{ "--label": labelColour(label) } as CSSProperties}>
        <VirtualList
          ref={list}
          label={text.timeline.list(label)}
          count={total}
          rowHeight={ROW}
          selected={cursor.row}
          selectedKey={cursor.key}
          growsAtTop
          onSelect={cursor.moveTo}
          onOpen={(row) => {
            const entry = rows.at(row);
            if (entry !== undefined && moveOf(entry).to !== null) openMove();
          }}
          rowProps={(row) => ({ "data-seq": rows.at(row)?.seq })}
          renderRow={renderRow}
          onRange={follow}
        />
      </div>
    </WithContextMenu>
  );
}

/** Returns the arcs of jumps; with a filter, those whose ends are both loaded and shown. */
function useLanes(jumps: CommandOutput<"history">["jumps"], shown: HistoryRows | undefined): Lanes {
  const drawn = useMemo(() => {
    if (shown === undefined) return jumps;
    const indices = new Set(shown.loaded.map(({ index }) => index));
    return jumps.filter(({ from, to }) => indices.has(from) && indices.has(to));
  }, [jumps, shown]);
  return useMemo(() => assignLanes(drawn), [drawn]);
}

/** The row with the keyboard's position while `move` is the one selected from there: it may be a row that cannot be selected. */
interface Cursor {
  readonly row: number;
  readonly index: number;
  readonly move: ChosenMove | null;
}

/** Keeps the row that the keyboard is on, and chooses the move in it, once it is loaded. */
function useCursor(rows: HistoryRows, { moves, entries }: CommandOutput<"history">, all: boolean) {
  const move = useSelection((state) => state.move);
  const [cursor, setCursor] = useState<Cursor | null>(null);
  const [wanted, setWanted] = useState<number | null>(null);
  const moveTo = useCallback(
    (row: number) => {
      const entry = rows.at(row);
      const { move, chooseMove } = useSelection.getState();
      setWanted(entry === undefined ? row : null);
      // A user who selects the newest row follows it when a newer one comes.
      if (entry?.index === moves - 1) {
        chooseMove(null);
        setCursor(null);
        return;
      }
      const chosen = entry === undefined || moveOf(entry).to === null ? move : moveOf(entry);
      if (chosen !== move) chooseMove(chosen);
      setCursor({ row, index: entry?.index ?? moves - 1 - row, move: chosen });
    },
    [rows, moves],
  );
  useEffect(() => {
    if (wanted !== null && rows.at(wanted) !== undefined) moveTo(wanted);
  }, [wanted, rows, moveTo]);

  let row: number;
  if (cursor !== null && cursor.move === move) row = all ? moves - 1 - cursor.index : cursor.row;
  else if (move === null) row = entries[0]?.index === moves - 1 ? 0 : -1;
  else row = all ? moves - 1 - move.index : entries.findIndex(({ seq }) => seq === move.seq);
  // The newest is one and the same row, whichever it is.
  const key = cursor !== null && cursor.move === move ? cursor.index : (move?.index ?? "newest");
  return { row: Math.max(-1, row), key, moveTo };
}
