import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useRef } from "react";
import { Group, Panel, useDefaultLayout } from "react-resizable-panels";
import { asAppError } from "../../api/bridge.ts";
import { type MergeInfo, mergeFilesQuery, mergeInfoQuery } from "../../api/merges.ts";
import { useWritable } from "../../api/writable.ts";
import { Button } from "../../components/button.tsx";
import { useIsWide } from "../../components/element-size.ts";
import { SplitSeparator } from "../../components/split-separator.tsx";
import { filesInOrder, fileTree, flatFiles } from "../../model/merge/file-tree.ts";
import { closeMerge } from "../../model/merge/merges.ts";
import { ErrorPanel } from "../../shared/error-panel.tsx";
import { useMergeView } from "../../state/merge-view.ts";
import { useUndoOwner } from "../../state/undo-owner.ts";
import { text } from "../../strings/index.ts";
import { FileList } from "./file-list.tsx";
import { FilePane } from "./file-pane.tsx";
import styles from "./merge.module.css";
import { MergeHeader } from "./merge-header.tsx";
import { ProofView } from "./proof/proof-view.tsx";
import { sideColours } from "./sides/sides.ts";

const words = text.merge;
/** The room of the panes from which they stand beside each other, in pixels. */
const WIDE = 1100;

/** A merge: its files, and the one that is looked at. */
export function MergeScreen({ merge }: { readonly merge: number }) {
  const { data: info, error, isFetching } = useQuery(mergeInfoQuery(merge));
  const canWrite = useWritable();
  const path = useMergeView(({ paths }) => paths[merge]);
  const isProof = useMergeView((state) => state.isProof);
  const room = useRef<HTMLDivElement>(null);
  const isWide = useIsWide(room, WIDE);
  useFirstFile(merge, path);
  // Undo is about this screen, also where there is nothing to undo: never about what is out of sight.
  useEffect(() => useUndoOwner.getState().own({ undo: () => undefined, redo: () => undefined }), []);
  useEffect(() => {
    // Completed or abandoned elsewhere.
    if (info === null && !isFetching) closeMerge();
  }, [info, isFetching]);
  if (error) {
    return (
      <div className={styles.trouble}>
        <ErrorPanel error={asAppError(error)}>
          <Button onClick={closeMerge}>{words.close}</Button>
        </ErrorPanel>
      </div>
    );
  }
  return (
    <div
      ref={room}
      className={styles.screen}
      data-screen="merge"
      style={info ? sideColours(info) : undefined}
    >
      {info && isWide !== undefined && (
        <>
          <MergeHeader info={info} canWrite={canWrite} />
          {isProof ? (
            <ProofView info={info} canWrite={canWrite} />
          ) : (
            <Files info={info} path={path} isWide={isWide} canWrite={canWrite} />
          )}
        </>
      )}
    </div>
  );
}

interface FilesProps {
  readonly info: MergeInfo;
  readonly path: string | undefined;
  readonly isWide: boolean;
  readonly canWrite: boolean;
}

/** The files of a merge, and beside them the chosen one. */
function Files({ info, path, isWide, canWrite }: FilesProps) {
  const layout = useDefaultLayout({ id: "strata.merge", storage: localStorage });
  return (
    <Group className={styles.body} orientation="horizontal" {...layout}>
      <Panel
        id="files"
        defaultSize={272}
        minSize={180}
        maxSize={480}
        groupResizeBehavior="preserve-pixel-size"
      >
        <section
          className={styles.frame}
          aria-label={words.panes.files}
          data-pane="merge-files"
          tabIndex={-1}
        >
          <FileList info={info} path={path} canWrite={canWrite} />
        </section>
      </Panel>
      <SplitSeparator label={words.splits.list} />
      <Panel id="file" minSize={320}>
        <section className={styles.file} aria-label={words.panes.file} data-pane="merge" tabIndex={-1}>
          <FilePane info={info} path={path} isWide={isWide} canWrite={canWrite} />
        </section>
      </Panel>
    </Group>
  );
}

/** Chooses the first listed file that needs a decision, or else the first of all, where none is chosen. */
function useFirstFile(merge: number, path: string | undefined): void {
  const isAsked = path === undefined;
  const { data: open } = useQuery({ ...mergeFilesQuery(merge, { state: "open" }), enabled: isAsked });
  const isEmpty = open?.length === 0;
  const { data: all } = useQuery({ ...mergeFilesQuery(merge, {}), enabled: isAsked && isEmpty });
  const asTree = useMergeView((state) => state.settings.asTree);
  const listed = open?.length ? open : all;
  const [first] = useMemo(
    () => filesInOrder(asTree ? fileTree(listed ?? []) : flatFiles(listed ?? [])).map(({ path }) => path),
    [listed, asTree],
  );
  useEffect(() => {
    if (isAsked && first !== undefined) useMergeView.getState().look(merge, first);
  }, [merge, isAsked, first]);
}
