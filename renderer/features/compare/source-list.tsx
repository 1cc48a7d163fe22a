import { CircleDashed, PencilRuler } from "lucide-react";
import { useEffect } from "react";
import { LabelDot } from "../../components/label-dot.tsx";
import { VirtualList } from "../../components/virtual-list.tsx";
import { text } from "../../strings/index.ts";
import styles from "./pick-side.module.css";
import { isSameSource, type Source, type SourceRow, sourceOf, useSources } from "./sources.ts";

interface SourceListProps {
  readonly filter: string;
  readonly source: Source | null;
  readonly onSource: (source: Source) => void;
  /** Goes on to what there is to choose from it. */
  readonly onOpen: () => void;
}

const ROW = 28;

/** Labels and working copies, and the snapshot whose id was typed. */
export function SourceList({ filter, source, onSource, onOpen }: SourceListProps) {
  const { pick } = text.compare;
  const sources = useSources(filter);
  const first = sources.at(0);
  const isFiltered = filter.trim() !== "";
  // A filter is typed to find something: its first result is selected.
  const key = isFiltered && first !== undefined ? JSON.stringify(sourceOf(first)) : "";
  useEffect(() => {
    if (key !== "") onSource(JSON.parse(key) as Source);
  }, [key, onSource]);
  if (sources.count === 0)
    return <p className={`${styles.none} muted`}>{sources.isPending ? "" : pick.noSource}</p>;
  return (
    <VirtualList
      className={styles.sources ?? ""}
      label={pick.sources}
      count={sources.count}
      rowHeight={ROW}
      selected={rowOf(sources, source)}
      onSelect={(row) => {
        const chosen = sources.at(row);
        if (chosen) onSource(sourceOf(chosen));
      }}
      onOpen={onOpen}
      onRange={sources.follow}
      renderRow={(row) => <Row row={sources.at(row)} />}
    />
  );
}

/** The most rows searched for the selected one. */
const SEARCHED = 400;

function rowOf(sources: ReturnType<typeof useSources>, source: Source | null): number {
  for (let row = 0; source !== null && row < Math.min(SEARCHED, sources.count); row++) {
    const each = sources.at(row);
    if (each && isSameSource(sourceOf(each), source)) return row;
  }
  return -1;
}

function Row({ row }: { readonly row: SourceRow | undefined }) {
  const { sides } = text.compare;
  if (row === undefined) return <div className={styles.row} />;
  if (row.is === "label") {
    return (
      <div className={styles.row} title={row.item.name}>
        <LabelDot name={row.item.name} />
        <span className="ellipsis">{row.item.name}</span>
      </div>
    );
  }
  if (row.is === "id") {
    return (
      <div className={styles.row}>
        <CircleDashed size={12} aria-hidden />
        <span className="mono ellipsis">{row.id}</span>
      </div>
    );
  }
  return (
    <div className={styles.row} title={sides.mount(row.mount.name)}>
      {row.mount.label === null ? (
        <CircleDashed size={12} aria-hidden />
      ) : (
        <LabelDot name={row.mount.label} />
      )}
      <span className="ellipsis">{row.mount.name}</span>
      <PencilRuler size={14} role="img" aria-label={sides.isMount} />
    </div>
  );
}
