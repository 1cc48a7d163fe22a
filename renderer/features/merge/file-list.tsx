import { useQuery } from "@tanstack/react-query";
import { FileCheck2, FolderTree, ListChecks, ListFilter } from "lucide-react";
import { useEffect, useMemo, useRef, useState } from "react";
import { type MergeInfo, mergeFilesQuery } from "../../api/merges.ts";
import { IconButton } from "../../components/button.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { SearchField } from "../../components/field.tsx";
import { type MenuEntry, WithContextMenu, WithMenu } from "../../components/menu.tsx";
import { TreeList } from "../../components/tree-list.tsx";
import { TreeGapRow } from "../../components/tree-row.tsx";
import type { VirtualListHandle } from "../../components/virtual-list.tsx";
import { attempt } from "../../model/attempt.ts";
import type { FileTreeItem } from "../../model/merge/file-tree.ts";
import { resolveFiles } from "../../model/merge/merges.ts";
import { folderPattern } from "../../model/merge/rules.ts";
import { useDialogs } from "../../state/dialogs.ts";
import { focusPane, registerPane } from "../../state/focus.ts";
import { useMergeView } from "../../state/merge-view.ts";
import { text } from "../../strings/index.ts";
import { FileRow } from "./files/file-row.tsx";
import { StateFilter } from "./files/state-filter.tsx";
import { useFileRows } from "./files/use-file-rows.ts";
import styles from "./merge.module.css";
import { type SideWords, sideWords } from "./sides/sides.ts";

const words = text.merge;

interface FileListProps {
  readonly info: MergeInfo;
  readonly path: string | undefined;
  readonly canWrite: boolean;
}

/** The files of a merge, with what each still needs: below their folders, or one below the other. */
export function FileList({ info, path, canWrite }: FileListProps) {
  const { pattern, only, settings, match, set } = useMergeView();
  const { data: files } = useQuery(
    mergeFilesQuery(info.id, {
      ...(pattern !== "" && { match: pattern }),
      ...(only !== null && { state: only }),
    }),
  );
  return (
    <div className={styles.files} data-screen="merge-files">
      <div className={styles.tools}>
        <SearchField label={words.filter} placeholder={words.filterShort} value={pattern} onChange={match} />
        <IconButton
          label={words.asTree}
          icon={<FolderTree size={16} />}
          aria-pressed={settings.asTree}
          onClick={() => set({ asTree: !settings.asTree })}
        />
        <WithMenu items={() => bulkEntries(info, pattern)}>
          <IconButton
            label={words.bulk}
            icon={<ListChecks size={16} />}
            disabled={!canWrite || info.files.open === 0}
          />
        </WithMenu>
      </div>
      <StateFilter info={info} />
      {files?.length === 0 ? (
        <EmptyState icon={<FileCheck2 size={24} />} title={words.none}>
          {words.noneAbout}
        </EmptyState>
      ) : (
        files && <Rows info={info} files={files} path={path} isTree={settings.asTree} canWrite={canWrite} />
      )}
    </div>
  );
}

interface RowsProps extends FileListProps {
  readonly files: Parameters<typeof useFileRows>[0];
  readonly isTree: boolean;
}

function Rows({ info, files, path, isTree, canWrite }: RowsProps) {
  const shown = useFileRows(files, isTree);
  const { rows, toggle } = shown;
  const list = useRef<VirtualListHandle>(null);
  const [folder, setFolder] = useState<string | null>(null);
  useEffect(() => registerPane("merge-files", () => list.current?.focus()), []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another file was chosen, here or elsewhere.
  useEffect(() => setFolder(null), [path]);
  const onFolder = folder === null ? -1 : rows.indexOf(folder);
  const selected = onFolder !== -1 ? onFolder : path === undefined ? -1 : rows.indexOf(path);
  const select = (index: number) => {
    const row = rows.row(index);
    if (row.kind === "gap") return;
    setFolder(row.item.type === "directory" ? row.item.path : null);
    if (row.item.type === "file") useMergeView.getState().look(info.id, row.item.path);
  };
  const menu = useMemo(
    () => () => (folder === null || !canWrite ? [] : folderEntries(info.id, folder)),
    [info.id, folder, canWrite],
  );
  return (
    <WithContextMenu items={menu}>
      <div className={styles.rows}>
        <TreeList
          ref={list}
          label={words.list}
          shown={shown}
          flat={!isTree}
          selected={selected}
          onSelect={select}
          onOpen={() => focusPane("merge")}
          onToggle={(_folder, path) => toggle(path)}
          itemProps={stateOf}
          Item={FileRow}
          Gap={GapRow}
        />
      </div>
    </WithContextMenu>
  );
}

function stateOf(item: FileTreeItem): Record<string, unknown> {
  return item.type === "file" ? { "data-state": item.file.state } : { "data-open": item.open };
}

/** All files are there at once: no row is on its way. */
function GapRow({ depth, failed }: { readonly depth: number; readonly failed: boolean }) {
  return <TreeGapRow depth={depth} failed={failed} words={text.files} />;
}

function folderEntries(merge: number, folder: string): readonly MenuEntry[] {
  const show = () =>
    useDialogs.getState().show({ name: "decide-many", merge, pattern: folderPattern(folder) });
  return [{ text: text.mergeRules.folderMenu(folder), icon: <ListFilter size={14} />, run: show }];
}

/** What can be done to all open files that are listed. */
function bulkEntries(info: MergeInfo, pattern: string): readonly MenuEntry[] {
  const names: SideWords = sideWords(info);
  const match = pattern === "" ? "*" : pattern;
  const take = (side: "ours" | "theirs" | "base"): MenuEntry => ({
    text: words.bulkTake(names[side]),
    run: () =>
      attempt(
        resolveFiles({ merge: info.id, match, take: side }, (files) => words.decided(files, names[side])),
      ),
  });
  return [
    {
      text: pattern === "" ? words.bulkOpen : words.bulkMatching(pattern),
      disabled: true,
      run: () => undefined,
    },
    "separator",
    take("theirs"),
    take("ours"),
    take("base"),
    "separator",
    {
      text: words.bulkSuggestions,
      run: () =>
        attempt(resolveFiles({ merge: info.id, match, take: "suggestions" }, words.suggestionsTaken)),
    },
    "separator",
    {
      text: text.mergeRules.menu,
      icon: <ListFilter size={14} />,
      run: () => useDialogs.getState().show({ name: "decide-many", merge: info.id, pattern }),
    },
  ];
}
