import { useQuery } from "@tanstack/react-query";
import {
  type ReactNode,
  type Ref,
  useCallback,
  useEffect,
  useImperativeHandle,
  useRef,
  useState,
} from "react";
import { asAppError, ask } from "../../api/bridge.ts";
import { EVERYTHING, moveOf } from "../../api/chosen.ts";
import { mountsQuery } from "../../api/mounts.ts";
import { pagesOf, TOP } from "../../api/pages.ts";
import { type HistoryItem, historyQuery, labelQuery, PAGE } from "../../api/queries.ts";
import { Ago } from "../../components/ago.tsx";
import { Counts } from "../../components/counts.tsx";
import { dayText, shortId } from "../../components/format.ts";
import { VirtualList, type VirtualListHandle } from "../../components/virtual-list.tsx";
import { ErrorPanel } from "../../shared/error-panel.tsx";
import { moveWords } from "../../shared/history/move-words.ts";
import { useHistoryPages } from "../../shared/history/use-history-pages.ts";
import { type Side, sideOfFolder, sideOfMove } from "../../state/sides.ts";
import { text } from "../../strings/index.ts";
import { useFirstRow } from "./first-row.ts";
import styles from "./pick-side.module.css";
import type { Source } from "./sources.ts";

interface TargetListProps {
  readonly source: Source;
  /** The side to select first, where this source has it; then the other side of the comparison. */
  readonly wanted: Side | null;
  readonly other: Side | null;
  /** Called with the side of the selected line. */
  readonly onSide: (side: Side | null) => void;
  readonly onOpen: (side: Side | null) => void;
  readonly ref: Ref<VirtualListHandle>;
}

/** Lists a source's sides to compare. */
export function TargetList({ source, ...rest }: TargetListProps) {
  if (source.is === "label") return <LabelTargets label={source.label} {...rest} />;
  return source.is === "mount" ? (
    <MountTargets id={source.id} {...rest} />
  ) : (
    <SnapshotTarget id={source.id} {...rest} />
  );
}

type Rest = Omit<TargetListProps, "source">;

/** The folder of a label as it is on disk, and the label's moves. */
function LabelTargets({ label, wanted, other, ...rest }: Rest & { readonly label: string }) {
  const { pick } = text.compare;
  const about = useQuery(labelQuery(label));
  const newest = useQuery(historyQuery(label, EVERYTHING, 0, false));
  const [known, top] = [about.data, newest.data];
  const [view, setView] = useState(TOP);
  const moves = useHistoryPages(label, EVERYTHING, view, top?.total ?? 0);
  const folder = known?.folder ?? null;
  const above = folder === null ? 0 : 1;
  const follow = useCallback(
    (first: number, last: number) =>
      setView((view) => pagesOf(Math.max(0, first - above), Math.max(0, last - above), PAGE.history, view)),
    [above],
  );
  const first = useFirstRow({ label, above, top, wanted, other });
  const failed = [about, newest].find(({ error, data }) => error !== null && data === undefined);
  if (failed) return <ErrorPanel error={asAppError(failed.error)} onRetry={() => void failed.refetch()} />;
  if (top === undefined || known === undefined || first === undefined) return null;
  return (
    <Targets
      label={pick.targets(label)}
      count={above + top.total}
      first={first}
      sideAt={(row) => {
        if (folder !== null && row === 0) return sideOfFolder(label, folder);
        const entry = moves.at(row - above);
        return entry ? sideOfMove(label, moveOf(entry)) : null;
      }}
      loaded={moves}
      onRange={follow}
      renderRow={(row) =>
        folder !== null && row === 0 ? (
          <Line name={pick.folder} about={folder} />
        ) : (
          <MoveLine entry={moves.at(row - above)} isHead={row === above} />
        )
      }
      {...rest}
    />
  );
}

function MountTargets({ id, wanted, other: _, ...rest }: Rest & { readonly id: number }) {
  const { pick } = text.compare;
  const { data: mounts } = useQuery(mountsQuery());
  const mount = mounts?.find((each) => each.id === id);
  if (mount === undefined) return null;
  const { name, label, base } = mount;
  const sides: readonly Side[] = [
    { is: "mount", id, name, label },
    { is: "snapshot", snapshot: base },
  ];
  return (
    <Targets
      label={pick.targets(name)}
      count={2}
      first={wanted?.is === "snapshot" && wanted.snapshot === base ? 1 : 0}
      sideAt={(row) => sides[row] ?? null}
      loaded={mount}
      renderRow={(row) =>
        row === 0 ? <Line name={pick.mount} about={name} /> : <Line name={pick.base} about={shortId(base)} />
      }
      {...rest}
    />
  );
}

/** The snapshot of an id, once it is known that there is one. */
function SnapshotTarget({ id, wanted: _, other: __, ...rest }: Rest & { readonly id: string }) {
  const { pick } = text.compare;
  const { data, error } = useQuery({
    queryKey: ["snapshot", id],
    queryFn: ({ signal }) => ask("tree", { ref: id, limit: 1 }, { signal }),
  });
  if (error) {
    return (
      <p className={styles.none} role="alert">
        {asAppError(error).message}
      </p>
    );
  }
  if (data === undefined) return null;
  const side: Side = { is: "snapshot", snapshot: data.ca_id };
  return (
    <Targets
      label={pick.targets(shortId(id))}
      count={1}
      first={0}
      sideAt={() => side}
      loaded={data}
      renderRow={() => <Line name={pick.snapshot} about={shortId(data.ca_id)} />}
      {...rest}
    />
  );
}

interface TargetsProps extends Omit<Rest, "wanted" | "other"> {
  readonly label: string;
  readonly count: number;
  /** The line that is selected first. */
  readonly first: number;
  /** Null where nothing is that could be compared. */
  readonly sideAt: (row: number) => Side | null;
  /** Changes when more lines are known. */
  readonly loaded: object;
  readonly renderRow: (row: number) => ReactNode;
  readonly onRange?: (first: number, last: number) => void;
}

const ROW = 48;

function Targets({ label, first, sideAt, loaded, onSide, onOpen, ref, ...list }: TargetsProps) {
  const [selected, setSelected] = useState(first);
  const own = useRef<VirtualListHandle>(null);
  useImperativeHandle(ref, () => ({
    focus: () => own.current?.focus(),
    scrollTo: (row, align) => own.current?.scrollTo(row, align),
  }));
  // Where it comes after the dialog, that has the focus itself until there is something to choose from.
  useEffect(() => {
    if (document.activeElement?.getAttribute("role") === "dialog") own.current?.focus();
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is another function each time, that gives the same.
  useEffect(() => {
    onSide(sideAt(selected));
    return () => onSide(null);
  }, [selected, loaded, onSide]);
  return (
    <VirtualList
      ref={own}
      label={label}
      firstFocus
      rowHeight={ROW}
      selected={selected}
      onSelect={setSelected}
      onOpen={(row) => onOpen(sideAt(row))}
      {...list}
    />
  );
}

function MoveLine({ entry, isHead }: { readonly entry: HistoryItem | undefined; readonly isHead: boolean }) {
  if (entry === undefined) return <div className={styles.line} />;
  const { changes, at } = entry;
  return (
    <div className={styles.line} data-gone={moveOf(entry).to === null}>
      <span className={styles.what}>
        <span className="ellipsis">{moveWords(entry)}</span>
        {changes && <Counts {...changes} />}
      </span>
      <span className={styles.about}>
        <Ago at={at} />
        {isHead && ` · ${text.compare.pick.latest}`}
        {entry.pruned_at !== undefined && ` · ${text.retention.notKept(dayText(entry.pruned_at))}`}
      </span>
    </div>
  );
}

function Line({ name, about }: { readonly name: string; readonly about: string }) {
  return (
    <div className={styles.line}>
      <span className={styles.what}>{name}</span>
      <span className={`${styles.about} ellipsis`} title={about}>
        {about}
      </span>
    </div>
  );
}
