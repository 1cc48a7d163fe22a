import { FileCheck2, ListChecks } from "lucide-react";
import { useEffect, useRef } from "react";
import type { MergeInfo, MergeItem } from "../../api/merges.ts";
import { IconButton } from "../../components/button.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { SearchField } from "../../components/field.tsx";
import { count, folderOf, nameOf } from "../../components/format.ts";
import { type MenuEntry, WithMenu } from "../../components/menu.tsx";
import { Tip } from "../../components/tip.tsx";
import { VirtualList, type VirtualListHandle } from "../../components/virtual-list.tsx";
import { attempt } from "../../model/attempt.ts";
import { resolveFiles } from "../../model/merge/merges.ts";
import { FileIcon } from "../../shared/rows/file-icon.tsx";
import { registerPane } from "../../state/focus.ts";
import { useMergeView } from "../../state/merge-view.ts";
import { text } from "../../strings/index.ts";
import styles from "./merge.module.css";
import { type SideWords, sideWords } from "./sides/sides.ts";
import { useMergeFiles } from "./use-merge-files.ts";

const words = text.merge;
const ROW = 28;
const STATES = ["all", "open", "resolved", "auto"] as const;

interface FileListProps {
  readonly info: MergeInfo;
  readonly path: string | undefined;
  readonly canWrite: boolean;
}

/** The files of a merge, with what each still needs. */
export function FileList({ info, path, canWrite }: FileListProps) {
  const { pattern, only, match, filter, look } = useMergeView();
  const files = useMergeFiles(info.id, {
    ...(pattern !== "" && { match: pattern }),
    ...(only !== null && { state: only }),
  });
  const list = useRef<VirtualListHandle>(null);
  useEffect(() => registerPane("merge-files", () => list.current?.focus()), []);
  const { auto, open, resolved } = info.files;
  const numbers = { all: auto + open + resolved, auto, open, resolved };
  return (
    <div className={styles.files} data-screen="merge-files">
      <div className={styles.tools}>
        <SearchField label={words.filter} value={pattern} onChange={match} />
        <WithMenu items={() => bulkEntries(info, pattern)}>
          <IconButton label={words.bulk} icon={<ListChecks size={16} />} disabled={!canWrite || open === 0} />
        </WithMenu>
      </div>
      <fieldset className={styles.states} aria-label={words.state}>
        {STATES.map((state) => (
          <Tip key={state} text={words.stateTips[state](numbers[state])}>
            <button
              type="button"
              className={styles.stateFilter}
              data-state-filter={state}
              aria-label={words.stateTips[state](numbers[state])}
              aria-pressed={state === (only ?? "all")}
              onClick={() => filter(state === "all" ? null : state)}
            >
              <span className={state === "all" ? undefined : "mono"}>
                {state === "all" ? words.all : words.stateSigns[state]} {count(numbers[state])}
              </span>
            </button>
          </Tip>
        ))}
      </fieldset>
      {files.total === 0 ? (
        <EmptyState icon={<FileCheck2 size={24} />} title={words.none}>
          {words.noneAbout}
        </EmptyState>
      ) : (
        <VirtualList
          ref={list}
          label={words.list}
          count={files.total ?? 0}
          rowHeight={ROW}
          selected={files.rowOf(path)}
          selectedKey={path}
          onSelect={(row) => {
            const file = files.at(row);
            if (file) look(info.id, file.path);
          }}
          onRange={files.onRange}
          rowProps={(row) => ({ "data-path": files.at(row)?.path, "data-state": files.at(row)?.state })}
          renderRow={(row) => <FileRow file={files.at(row)} />}
          className={styles.rows ?? ""}
        />
      )}
    </div>
  );
}

function FileRow({ file }: { readonly file: MergeItem | undefined }) {
  if (file === undefined) return <div className={styles.row} />;
  const { path, state, kind, counts } = file;
  const folder = folderOf(path);
  const hasHunks = kind === "text" && counts !== null && counts.conflicts > 0;
  return (
    <div className={styles.row} data-state={state} title={path}>
      <span className={`mono ${styles.state}`} role="img" aria-label={words.stateWords[state]}>
        {words.stateSigns[state]}
      </span>
      <FileIcon path={path} type="file" />
      <span className={`ellipsis ${styles.name}`}>{nameOf(path)}</span>
      <span className={`ellipsis ${styles.folder}`}>{folder}</span>
      {hasHunks ? (
        <span
          className={`mono ${styles.kind}`}
          role="img"
          aria-label={words.openOfWords(counts.resolved, counts.conflicts)}
        >
          {words.openOf(counts.resolved, counts.conflicts)}
        </span>
      ) : (
        <span className={styles.kind}>{words.kinds[kind] ?? kind}</span>
      )}
    </div>
  );
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
  ];
}
