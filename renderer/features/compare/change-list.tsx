import { ArchiveRestore, Copy } from "lucide-react";
import {
  type KeyboardEvent,
  type MouseEvent,
  type Ref,
  useEffect,
  useImperativeHandle,
  useRef,
  useState,
} from "react";
import { shell } from "../../api/bridge.ts";
import type { ChangeItem } from "../../api/queries.ts";
import { type MenuEntry, WithContextMenu } from "../../components/menu.tsx";
import { treeStep } from "../../components/tree-rows.ts";
import { VirtualList, type VirtualListHandle } from "../../components/virtual-list.tsx";
import { text } from "../../strings/index.ts";
import { ChangeRow, GapRow } from "./change-row.tsx";
import styles from "./changes.module.css";
import type { ChangeRows } from "./use-change-rows.ts";

interface ChangeListProps {
  readonly changes: ChangeRows;
  /** Whether these are matches, one below the other, rather than a tree. */
  readonly flat: boolean;
  readonly selected: number;
  readonly onSelect: (path: string) => void;
  /** Goes on to the comparison of a file. */
  readonly onOpen: () => void;
  /** Asks about putting the earlier version back. */
  readonly restore: (item: ChangeItem) => void;
  readonly ref: Ref<VirtualListHandle>;
}

/** The changed files, as a tree of the folders that they are in or as what matches. */
export function ChangeList({ changes, flat, selected, onSelect, onOpen, restore, ref }: ChangeListProps) {
  const { rows, onRange, toggle, hasFailed } = changes;
  const [wanted, setWanted] = useState<number | null>(null);
  const list = useRef<VirtualListHandle>(null);
  useImperativeHandle(ref, () => ({
    focus: () => list.current?.focus(),
    scrollTo: (index, align) => list.current?.scrollTo(index, align),
  }));
  const select = (index: number) => {
    const row = rows.row(index);
    if (row.kind === "item") onSelect(row.item.path);
    else list.current?.scrollTo(index);
    // What is not loaded is gone to when it is.
    setWanted(row.kind === "gap" ? index : null);
  };
  useEffect(() => {
    const row = wanted !== null && wanted < rows.count ? rows.row(wanted) : undefined;
    if (row?.kind !== "item") return;
    onSelect(row.item.path);
    setWanted(null);
  }, [wanted, rows, onSelect]);
  const open = (index: number) => {
    const row = rows.row(index);
    if (row.kind === "gap") return;
    if (row.item.type === "directory") toggle(row.item.path);
    else onOpen();
  };
  const pressed = ({ key }: KeyboardEvent, index: number) => {
    const step = flat ? undefined : treeStep(rows, index, key);
    if (step === undefined) return false;
    if ("select" in step) select(step.select);
    else toggle(step.toggle);
    return true;
  };
  const menu = (): readonly MenuEntry[] => {
    const row = selected === -1 ? undefined : rows.row(selected);
    return row?.kind === "item" ? menuOf(row.item, restore) : [];
  };
  return (
    <WithContextMenu items={menu}>
      <div className={styles.list}>
        <VirtualList
          ref={list}
          label={flat ? text.compare.treeFlat : text.compare.tree}
          role={flat ? "listbox" : "tree"}
          count={rows.count}
          rowHeight={28}
          selected={selected}
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
                if (isToggle(event)) toggle(path);
              },
              onDoubleClick: (event: MouseEvent) => isToggle(event) || open(index),
            };
          }}
          renderRow={(index) => {
            const row = rows.row(index);
            if (row.kind === "gap") return <GapRow depth={row.depth} failed={hasFailed(row)} />;
            const { item, folder, depth, expanded } = row;
            return <ChangeRow item={item} folder={flat ? null : folder} depth={depth} expanded={expanded} />;
          }}
        />
      </div>
    </WithContextMenu>
  );
}

/** Whether a click was on the sign that opens and closes a folder. */
function isToggle({ target }: MouseEvent): boolean {
  return target instanceof Element && target.closest("[data-toggle]") !== null;
}

function menuOf(item: ChangeItem, restore: ChangeListProps["restore"]): readonly MenuEntry[] {
  return [
    {
      text: text.compare.restore,
      icon: <ArchiveRestore size={14} />,
      disabled: item.change === "added",
      run: () => restore(item),
    },
    "separator",
    {
      text: text.compare.copyPath,
      icon: <Copy size={14} />,
      run: () => void shell({ do: "copy", text: item.path }),
    },
  ];
}
