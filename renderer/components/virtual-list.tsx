import { useVirtualizer } from "@tanstack/react-virtual";
import {
  type KeyboardEvent,
  memo,
  type ReactNode,
  type Ref,
  useEffect,
  useId,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
} from "react";
import styles from "./virtual-list.module.css";

/** The actions of a list. */
export interface VirtualListHandle {
  focus(): void;
  scrollTo(index: number, align?: "auto" | "start" | "center"): void;
}

/** The state of a row. */
export interface RowState {
  readonly selected: boolean;
}

interface VirtualListProps {
  readonly label: string;
  readonly role?: "listbox" | "tree";
  readonly count: number;
  /** The height of every row, in pixels. */
  readonly rowHeight: number;
  /** The row that the keyboard is on, which is the one selected; -1 for none. */
  readonly selected: number;
  /** The key of the selected row, where rows come and go by themselves. The list scrolls only when the key changes. */
  readonly selectedKey?: string | number | undefined;
  /** Whether rows that are added come before all others: what is in view then stays where it is, unless that is the first. */
  readonly growsAtTop?: boolean;
  readonly onSelect: (index: number) => void;
  /** Enter or a double click. */
  readonly onOpen?: (index: number) => void;
  /** Other keys, with the selected row; true when it was for them. */
  readonly onKey?: (event: KeyboardEvent, index: number) => boolean;
  /** The attributes of a row's own element: `aria-level`, `data-…`, what drags it. Its role and state are seen to. */
  readonly rowProps?: (index: number) => Record<string, unknown>;
  readonly renderRow: (index: number, state: RowState) => ReactNode;
  /** Called with the rows that are in view, for those who load them page by page. */
  readonly onRange?: (first: number, last: number) => void;
  /** Whether it gets the focus when the dialog that it is in opens. */
  readonly firstFocus?: boolean;
  readonly className?: string;
  readonly ref?: Ref<VirtualListHandle>;
}

/** The rows rendered beyond each edge of the view. */
const OVERSCAN = 6;

/**
 * A list of any length that renders only the rows in view. One element takes the focus and the keys (up, down, home,
 * end, page up and down), and names the active row by `aria-activedescendant`.
 */
export function VirtualList({
  label,
  role = "listbox",
  count,
  rowHeight,
  selected,
  selectedKey,
  growsAtTop = false,
  onSelect,
  onOpen,
  onKey,
  rowProps,
  renderRow,
  onRange,
  firstFocus = false,
  className = "",
  ref,
}: VirtualListProps) {
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count,
    estimateSize: () => rowHeight,
    getScrollElement: () => scroller.current,
    overscan: OVERSCAN,
  });
  const items = rows.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? -1;
  const keyOffset = useKeyOffset(first, last);

  useImperativeHandle(ref, () => ({
    focus: () => scroller.current?.focus(),
    scrollTo: (index, align = "auto") => rows.scrollToIndex(index, { align }),
  }));
  useEffect(() => {
    if (last >= first) onRange?.(first, last);
  }, [first, last, onRange]);
  const shown = useRef<string | number>(-1);
  useEffect(() => {
    const key = selectedKey ?? selected;
    // The list does not scroll after a row that others move or that comes back.
    if (selected >= 0 && shown.current !== key) rows.scrollToIndex(selected, { align: "auto" });
    if (selected >= 0 || selectedKey === undefined) shown.current = key;
  }, [selected, selectedKey, rows]);
  const counted = useRef(count);
  useLayoutEffect(() => {
    const added = count - counted.current;
    counted.current = count;
    const { current: view } = scroller;
    if (growsAtTop && added > 0 && view !== null && view.scrollTop > 0) view.scrollTop += added * rowHeight;
  }, [growsAtTop, count, rowHeight]);

  const step = (event: KeyboardEvent): number | undefined => {
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight) - 1);
    const by: Record<string, number> = {
      ArrowDown: selected + 1,
      ArrowUp: selected < 0 ? 0 : selected - 1,
      PageDown: Math.max(0, selected) + page,
      PageUp: Math.max(0, selected) - page,
      Home: 0,
      End: count - 1,
    };
    return by[event.key];
  };
  const keyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget || event.altKey || event.metaKey || event.ctrlKey) return;
    if (selected >= 0 && onKey?.(event, selected)) return event.preventDefault();
    const next = step(event);
    if (next !== undefined && count > 0) {
      event.preventDefault();
      const index = Math.min(count - 1, Math.max(0, next));
      // It may be the selected one, out of view.
      rows.scrollToIndex(index);
      onSelect(index);
    } else if (event.key === "Enter" && selected >= 0 && onOpen) {
      event.preventDefault();
      onOpen(selected);
    }
  };

  const item = role === "tree" ? "treeitem" : "option";
  return (
    <div
      ref={scroller}
      {...(firstFocus && { "data-first-focus": true })}
      className={`${styles.scroller} ${className}`}
      role={role}
      aria-label={label}
      tabIndex={0}
      aria-activedescendant={selected >= first && selected <= last ? `${id}-${selected}` : undefined}
      onKeyDown={keyDown}
    >
      <div className={styles.space} style={{ height: rows.getTotalSize() }} role="presentation">
        {items.map(({ index, start }) => (
          <Row
            key={index - keyOffset}
            id={`${id}-${index}`}
            role={item}
            index={index}
            count={count}
            start={start}
            height={rowHeight}
            selected={index === selected}
            onSelect={onSelect}
            onOpen={onOpen}
            rowProps={rowProps}
            renderRow={renderRow}
          />
        ))}
      </div>
    </div>
  );
}

/**
 * Returns the offset between the rows' keys and indices. It stays while rows stay in view; after a jump it changes so that
 * new rows reuse the elements of the old ones, which takes half as long as creating them.
 */
function useKeyOffset(first: number, last: number): number {
  const shown = useRef({ first, last, offset: 0 });
  const { current } = shown;
  const isJump = first > current.last || last < current.first;
  const offset = isJump ? current.offset + first - current.first : current.offset;
  useLayoutEffect(() => {
    shown.current = { first, last, offset };
  }, [first, last, offset]);
  return offset;
}

interface RowProps extends Pick<VirtualListProps, "count" | "onSelect" | "renderRow"> {
  readonly id: string;
  readonly role: "treeitem" | "option";
  readonly index: number;
  readonly start: number;
  readonly height: number;
  readonly selected: boolean;
  readonly onOpen: VirtualListProps["onOpen"] | undefined;
  readonly rowProps: VirtualListProps["rowProps"] | undefined;
}

/** A row. While the list scrolls, those that stay in view are not made again. */
const Row = memo(function Row({
  id,
  role,
  index,
  count,
  start,
  height,
  selected,
  onSelect,
  onOpen,
  rowProps,
  renderRow,
}: RowProps) {
  return (
    <div
      id={id}
      role={role}
      aria-selected={selected}
      aria-setsize={count}
      aria-posinset={index + 1}
      className={styles.row}
      style={{ height, transform: `translateY(${start}px)` }}
      onClick={() => onSelect(index)}
      onDoubleClick={() => onOpen?.(index)}
      onContextMenu={() => onSelect(index)}
      {...rowProps?.(index)}
    >
      {renderRow(index, { selected })}
    </div>
  );
});
