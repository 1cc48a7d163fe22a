import { type RefObject, useCallback, useEffect, useRef, useState } from "react";
import { Group, Panel, useDefaultLayout } from "react-resizable-panels";
import type { ChangeItem } from "../../api/queries.ts";
import { SplitSeparator } from "../../components/split-separator.tsx";
import type { VirtualListHandle } from "../../components/virtual-list.tsx";
import type { RestoreChoice } from "../../model/comparison/restore-choice.ts";
import { useComparisonView } from "../../state/comparison-view.ts";
import { registerPane } from "../../state/focus.ts";
import { text } from "../../strings/index.ts";
import { ChangeList } from "./change-list.tsx";
import { ChangeView } from "./change-view.tsx";
import styles from "./changes.module.css";
import { seek } from "./seek.ts";
import type { DiffHandle } from "./text-diff.tsx";
import { type ChangeRows, type Comparison, useChangeRows } from "./use-change-rows.ts";

interface ListAndContentProps {
  readonly comparison: Comparison;
  readonly isSmall: boolean;
  /** Whether list and content have room beside each other. */
  readonly isWide: boolean;
  readonly pane: "changes" | "compare" | "merge-proof";
  readonly restores: (item: ChangeItem) => readonly RestoreChoice[];
  /** Gets the function that goes to the next change, or the one before. */
  readonly stepper: RefObject<((step: 1 | -1) => void) | null>;
}

/** The changed files, and what changed in the chosen one. */
export function ListAndContent({
  comparison,
  isSmall,
  isWide,
  pane,
  restores,
  stepper,
}: ListAndContentProps) {
  const { from, to, filter } = comparison;
  const changes = useChangeRows(comparison, isSmall);
  const path = useComparisonView((state) => state.path);
  const look = useComparisonView((state) => state.look);
  const split = isWide ? "strata.changes.wide" : "strata.changes.tall";
  const layout = useDefaultLayout({ id: split, storage: localStorage });
  const list = useRef<VirtualListHandle>(null);
  const diff = useRef<DiffHandle>(null);
  useEffect(() => registerPane(pane, () => list.current?.focus()), [pane]);
  const selected = shownRow(changes, path);
  const row = selected === -1 ? undefined : changes.rows.row(selected);
  const item = row?.kind === "item" ? row.item : undefined;
  const [ended, seekFrom] = useSeeking(changes, look);
  useEffect(() => {
    stepper.current = (step) => {
      if (diff.current?.step(step) !== true) seekFrom({ path: item?.path ?? null, step });
    };
    return () => {
      stepper.current = null;
    };
  }, [stepper, seekFrom, item]);
  return (
    <>
      <Group
        key={split}
        className={styles.split}
        orientation={isWide ? "horizontal" : "vertical"}
        {...layout}
      >
        <Panel id="tree" defaultSize={isWide ? 360 : "40%"} minSize={isWide ? 220 : 84}>
          <ChangeList
            key={`${from} ${to}`}
            ref={list}
            changes={changes}
            flat={filter.pattern !== undefined}
            selected={selected}
            onSelect={look}
            onOpen={() => diff.current?.focus()}
            restores={restores}
          />
        </Panel>
        <SplitSeparator label={text.compare.split} />
        <Panel id="content" minSize={isWide ? 320 : 120}>
          {item && (
            <ChangeView from={from} to={to} item={item} isWide={isWide} restores={restores} handle={diff} />
          )}
        </Panel>
      </Group>
      <p className="visually-hidden" role="status">
        {ended === 1 && text.compare.ended}
        {ended === -1 && text.compare.began}
      </p>
    </>
  );
}

/** The most rows searched for the first file. */
const FIRST_ROWS = 100;

/** Returns the row of the path that is looked at; of another one when it is not there: of the first file. */
function shownRow({ rows }: ChangeRows, path: string | null): number {
  const found = path === null ? -1 : rows.indexOf(path);
  if (found !== -1) return found;
  for (let index = 0; index < Math.min(FIRST_ROWS, rows.count); index++) {
    const row = rows.row(index);
    if (row.kind === "item" && row.item.type !== "directory") return index;
  }
  return -1;
}

interface Seeking {
  /** Null: from the beginning. */
  readonly path: string | null;
  readonly step: 1 | -1;
}

/** Looks for the next file, opening and loading the folders on the way. Says at which end it stopped, if at one. */
function useSeeking(
  { rows, toggle, onRange }: ChangeRows,
  look: (path: string) => void,
): [ended: 1 | -1 | null, seekFrom: (seeking: Seeking) => void] {
  const [seeking, setSeeking] = useState<Seeking | null>(null);
  const [ended, setEnded] = useState<1 | -1 | null>(null);
  useEffect(() => {
    if (seeking === null) return;
    const start = seeking.path === null ? -1 : rows.indexOf(seeking.path);
    const sought = seek(rows, start, seeking.step);
    if ("open" in sought) toggle(sought.open);
    else if ("load" in sought) onRange(sought.load, sought.load);
    else {
      const row = "found" in sought ? rows.row(sought.found) : undefined;
      if (row?.kind === "item") look(row.item.path);
      setEnded(row === undefined ? seeking.step : null);
      setSeeking(null);
    }
  }, [seeking, rows, toggle, onRange, look]);
  return [
    ended,
    useCallback((seeking: Seeking) => {
      setEnded(null);
      setSeeking(seeking);
    }, []),
  ];
}
