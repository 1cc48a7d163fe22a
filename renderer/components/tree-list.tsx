import {
  type ComponentType,
  type KeyboardEvent,
  type MouseEvent,
  type Ref,
  useEffect,
  useImperativeHandle,
  useRef,
  useState,
} from "react";
import type { LazyRows } from "./loaded-pages.ts";
import { type TreeEntry, type TreeRows, treeStep } from "./tree-rows.ts";
import { VirtualList, type VirtualListHandle } from "./virtual-list.tsx";

/** The props of a tree's row. */
export interface TreeItemProps<T> {
  readonly item: T;
  /** The folder that the row stands in; null in a flat list. */
  readonly folder: string | null;
  readonly depth: number;
  readonly expanded: boolean;
}

/** A row that is on its way, or that could not be read. */
export interface TreeGapProps {
  readonly depth: number;
  readonly failed: boolean;
}

interface TreeListProps<T> {
  readonly label: string;
  readonly shown: LazyRows<T>;
  /** Whether these are matches, one below the other, rather than a tree. */
  readonly flat: boolean;
  /** The row that the keyboard is on; -1 for none. */
  readonly selected: number;
  readonly onSelect: (index: number) => void;
  /** Called on Enter or a double click on a row that is not a folder. */
  readonly onOpen: () => void;
  /** Opens or closes a folder that is shown in another one, which may be several levels above. */
  readonly onToggle: (folder: string, path: string) => void;
  /** Keys that do nothing in a tree, with the selected row; true when it was for them. */
  readonly onKey?: (event: KeyboardEvent, index: number) => boolean;
  /** Further attributes of an item's own element. */
  readonly itemProps?: (item: T) => Record<string, unknown>;
  /** Its sign that opens and closes a folder has `data-toggle`. */
  readonly Item: ComponentType<TreeItemProps<T>>;
  readonly Gap: ComponentType<TreeGapProps>;
  readonly ref: Ref<VirtualListHandle>;
}

/** Files and folders, as a tree or one below the other, each known to the page by its `data-path`. */
export function TreeList<T extends TreeEntry>({
  label,
  shown,
  flat,
  selected,
  onSelect,
  onOpen,
  onToggle,
  onKey,
  itemProps,
  Item,
  Gap,
  ref,
}: TreeListProps<T>) {
  const { rows, onRange, hasFailed } = shown;
  const list = useRef<VirtualListHandle>(null);
  useImperativeHandle(ref, () => ({
    focus: () => list.current?.focus(),
    scrollTo: (index, align) => list.current?.scrollTo(index, align),
  }));
  const select = (index: number) => {
    // Only a selected row scrolls into view by itself, and it cannot before it is loaded.
    if (rows.row(index).kind === "gap") list.current?.scrollTo(index);
    onSelect(index);
  };
  const open = (index: number) => {
    const row = rows.row(index);
    if (row.kind === "gap") return;
    if (row.item.type === "directory") onToggle(row.folder, row.item.path);
    else onOpen();
  };
  const pressed = (event: KeyboardEvent, index: number) => {
    const step = flat ? undefined : treeStep(rows, index, event.key);
    if (step === undefined) return onKey?.(event, index) ?? false;
    if ("select" in step) select(step.select);
    else onToggle(rows.row(index).folder, step.toggle);
    return true;
  };
  return (
    <VirtualList
      ref={list}
      label={label}
      role={flat ? "listbox" : "tree"}
      count={rows.count}
      rowHeight={28}
      selected={selected}
      selectedKey={keyOf(rows, selected)}
      onSelect={select}
      onOpen={open}
      onKey={pressed}
      onRange={onRange}
      rowProps={(index) => {
        const row = rows.row(index);
        const level = flat
          ? {}
          : { "aria-level": row.depth + 1, "aria-setsize": row.setsize, "aria-posinset": row.posinset };
        if (row.kind === "gap") return level;
        const { path, type } = row.item;
        return {
          ...level,
          ...(type === "directory" && { "aria-expanded": row.expanded }),
          "data-path": path,
          onClick: (event: MouseEvent) => {
            select(index);
            if (isToggle(event)) onToggle(row.folder, path);
          },
          onDoubleClick: (event: MouseEvent) => isToggle(event) || open(index),
          ...itemProps?.(row.item),
        };
      }}
      renderRow={(index) => {
        const row = rows.row(index);
        if (row.kind === "gap") return <Gap depth={row.depth} failed={hasFailed(row)} />;
        const { item, folder, depth, expanded } = row;
        return <Item item={item} folder={flat ? null : folder} depth={depth} expanded={expanded} />;
      }}
    />
  );
}

function keyOf<T extends TreeEntry>(rows: TreeRows<T>, selected: number): string | undefined {
  const row = selected >= 0 && selected < rows.count ? rows.row(selected) : undefined;
  return row?.kind === "item" ? row.item.path : undefined;
}

/** Whether a click was on the sign that opens and closes a folder. */
function isToggle({ target }: MouseEvent): boolean {
  return target instanceof Element && target.closest("[data-toggle]") !== null;
}

/**
 * Returns a function that selects the item of a row, and the awaited row: one that is not loaded is selected once it is. Null for
 * none.
 */
export function useRowChoice<T>(
  rows: TreeRows<T>,
  onChoose: (item: T) => void,
): [choose: (index: number) => void, awaited: number | null] {
  const [awaited, setAwaited] = useState<number | null>(null);
  const arrived = awaited !== null && awaited < rows.count ? rows.row(awaited) : undefined;
  const choose = (index: number) => {
    const row = rows.row(index);
    setAwaited(row.kind === "gap" ? index : null);
    if (row.kind === "item") onChoose(row.item);
  };
  useEffect(() => {
    if (arrived?.kind !== "item") return;
    setAwaited(null);
    onChoose(arrived.item);
  });
  return [choose, awaited];
}
