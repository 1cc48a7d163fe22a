import type { KeyboardEvent, Ref } from "react";
import type { LabelItem } from "../../api/queries.ts";
import { useWritable } from "../../api/writable.ts";
import { type MenuEntry, WithContextMenu } from "../../components/menu.tsx";
import { menuAtRow } from "../../components/menu-at-row.ts";
import { VirtualList, type VirtualListHandle } from "../../components/virtual-list.tsx";
import { focusPane } from "../../state/focus.ts";
import { useSelection } from "../../state/selection.ts";
import { text } from "../../strings/index.ts";
import { LABEL_TYPE, labelDrags } from "./label-drags.ts";
import { LabelRow, LabelSkeleton } from "./label-row.tsx";
import styles from "./labels.module.css";

const words = text.labels;
const ROW = 48;

interface LabelRowsProps {
  readonly total: number;
  /** Returns the label in a row, where it is loaded. */
  readonly at: (row: number) => LabelItem | undefined;
  /** The chosen one; −1 for none. */
  readonly row: number;
  /** The menu of the selected label. */
  readonly entries: () => readonly MenuEntry[];
  readonly onChoose: (row: number) => void;
  readonly onRange: (first: number, last: number) => void;
  readonly ref: Ref<VirtualListHandle>;
}

/** Lists the labels, one of them selected. */
export function LabelRows({ total, at, row, entries, onChoose, onRange, ref }: LabelRowsProps) {
  const chosen = useSelection((state) => state.label);
  const canWrite = useWritable();
  const isBehind = useSelection((state) => state.mount !== null);
  const onKey = ({ key, shiftKey }: KeyboardEvent) => {
    const wanted = KEYS[key];
    if (wanted === undefined || shiftKey) return false;
    const entry = entries().find((each) => each !== "separator" && each.text === wanted);
    if (entry !== undefined && entry !== "separator" && !entry.disabled) entry.run();
    return true;
  };
  return (
    <WithContextMenu items={entries}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the rows are what is interactive in it. */}
      <div
        className={`${styles.rows} ${isBehind ? styles.behind : ""}`}
        onContextMenu={menuAtRow}
        data-takes-drops={LABEL_TYPE}
        {...labelDrags}
      >
        <VirtualList
          ref={ref}
          label={words.list}
          count={total}
          rowHeight={ROW}
          selected={row}
          selectedKey={chosen ?? undefined}
          onSelect={onChoose}
          onOpen={() => focusPane("history")}
          onKey={onKey}
          onRange={onRange}
          rowProps={(index) => {
            const label = at(index);
            const isLive = label !== undefined && label.ca_id !== null;
            return { "data-label": label?.name, draggable: canWrite && isLive };
          }}
          renderRow={(index) => {
            const label = at(index);
            return label ? <LabelRow label={label} /> : <LabelSkeleton />;
          }}
        />
      </div>
    </WithContextMenu>
  );
}

/** The menu entries that have a key of their own. */
const KEYS: Readonly<Record<string, string>> = {
  F2: words.rename,
  Delete: words.delete,
  Backspace: words.delete,
};
