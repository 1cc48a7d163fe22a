import { ArchiveRestore, Copy } from "lucide-react";
import type { Ref } from "react";
import { shell } from "../../api/bridge.ts";
import type { ChangeItem } from "../../api/queries.ts";
import { type MenuEntry, WithContextMenu } from "../../components/menu.tsx";
import { TreeList, useRowChoice } from "../../components/tree-list.tsx";
import type { VirtualListHandle } from "../../components/virtual-list.tsx";
import type { RestoreChoice } from "../../model/comparison/restore-choice.ts";
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
  readonly restores: (item: ChangeItem) => readonly RestoreChoice[];
  readonly ref: Ref<VirtualListHandle>;
}

/** The changed files, as a tree of the folders that they are in or as what matches. */
export function ChangeList({ changes, flat, selected, onSelect, onOpen, restores, ref }: ChangeListProps) {
  const { rows, toggle } = changes;
  const [choose] = useRowChoice(rows, ({ path }) => onSelect(path));
  const menu = (): readonly MenuEntry[] => {
    const row = selected === -1 ? undefined : rows.row(selected);
    return row?.kind === "item" ? menuOf(row.item, restores(row.item)) : [];
  };
  return (
    <WithContextMenu items={menu}>
      <div className={styles.list}>
        <TreeList
          ref={ref}
          label={flat ? text.compare.treeFlat : text.compare.tree}
          shown={changes}
          flat={flat}
          selected={selected}
          onSelect={choose}
          onOpen={onOpen}
          onToggle={(_folder, path) => toggle(path)}
          Item={ChangeRow}
          Gap={GapRow}
        />
      </div>
    </WithContextMenu>
  );
}

function menuOf(item: ChangeItem, restores: readonly RestoreChoice[]): readonly MenuEntry[] {
  return [
    ...restores.map(({ text, run }) => ({ text, icon: <ArchiveRestore size={14} />, run })),
    ...(restores.length > 0 ? (["separator"] as const) : []),
    {
      text: text.compare.copyPath,
      icon: <Copy size={14} />,
      run: () => void shell({ do: "copy", text: item.path }),
    },
  ];
}
