import { memo, type ReactNode, useEffect, useMemo, useRef, useState, useSyncExternalStore } from "react";
import { Group, Panel } from "react-resizable-panels";
import type { MergeFile, MergeInfo } from "../../../api/merges.ts";
import { nameOf } from "../../../components/format.ts";
import { SplitSeparator } from "../../../components/split-separator.tsx";
import { attempt } from "../../../model/attempt.ts";
import type { FileSession } from "../../../model/merge/file-session.ts";
import { goToOpenFile } from "../../../model/merge/merges.ts";
import { holdText } from "../../../model/merge/open-files.ts";
import { type Monaco, useMonaco } from "../../../monaco/setup.ts";
import { registerPane } from "../../../state/focus.ts";
import { useMergeView } from "../../../state/merge-view.ts";
import { useUndoOwner } from "../../../state/undo-owner.ts";
import { text } from "../../../strings/index.ts";
import { FindBar } from "../find/find-bar.tsx";
import { useFind } from "../find/use-find.ts";
import { PaneEditor } from "../panes/pane-editor.tsx";
import type { PaneName } from "../panes/pane-names.ts";
import { MergePanes } from "../panes/panes.ts";
import { aboutSide, type SideWords } from "../sides/sides.ts";
import { hunkActions } from "./hunk-actions.tsx";
import { HunkBar } from "./hunk-bar.tsx";
import { HunkPreview } from "./hunk-preview.tsx";
import { LineStrip } from "./line-strip.tsx";
import { SideHeader } from "./side-header.tsx";
import styles from "./text.module.css";
import { type Steps, TextToolbar } from "./text-toolbar.tsx";
import { useMergeKeys } from "./use-merge-keys.ts";

const words = text.merge;

interface TextMergeProps {
  readonly info: MergeInfo;
  readonly file: MergeFile;
  readonly session: FileSession;
  readonly names: SideWords;
  /** Names the file. */
  readonly title: ReactNode;
  readonly isWide: boolean;
  readonly canWrite: boolean;
}

/** The three-way merge of a text: both sides with the result between them. */
export function TextMerge(props: TextMergeProps) {
  const { info, file, session } = props;
  const { id, ours, theirs } = info;
  const monaco = useMonaco();
  useEffect(() => holdText({ id, ours, theirs }, file.path, session), [id, ours, theirs, file.path, session]);
  useEffect(
    () => useUndoOwner.getState().own({ undo: () => session.undo(), redo: () => session.redo() }),
    [session],
  );
  return <div className={styles.text}>{monaco && <WithPanes monaco={monaco} {...props} />}</div>;
}

function WithPanes({ monaco, ...props }: TextMergeProps & { readonly monaco: Monaco }) {
  const panes = usePanes(monaco, props);
  return panes && <Shown panes={panes} {...props} />;
}

/** Makes what the editors show, and disposes of it. */
function usePanes(monaco: Monaco, { info, file, session, names }: TextMergeProps): MergePanes | null {
  const [panes, setPanes] = useState<MergePanes | null>(null);
  const { theirs, ours } = info;
  const tips = useRef(names);
  useEffect(() => {
    tips.current = { ...names, theirs: aboutSide(theirs), ours: aboutSide(ours) };
  });
  useEffect(() => {
    const made = new MergePanes(monaco, session, file.path, tips.current);
    setPanes(made);
    return () => {
      setPanes(null);
      made.dispose();
    };
  }, [monaco, session, file.path]);
  return panes;
}

interface ShownProps extends TextMergeProps {
  readonly panes: MergePanes;
}

function Shown({ panes, info, file, session, names, title, isWide, canWrite }: ShownProps) {
  const view = useSyncExternalStore(session.subscribe, () => session.view);
  const { wrap, ignoreSpaces } = useMergeView((state) => state.settings);
  const [preview, setPreview] = useState<readonly string[] | null>(null);
  const bar = useRef<HTMLDivElement>(null);
  // Not the editor: whoever presses a key for the hunk at hand would type it.
  useEffect(() => registerPane("merge", () => focusIn(bar.current)), []);
  useEffect(() => panes.setWraps(wrap), [panes, wrap]);
  useEffect(() => panes.ignoreSpaces(ignoreSpaces), [panes, ignoreSpaces]);
  const steps = useMemo<Steps>(() => stepsOf(info.id, session, panes), [info.id, session, panes]);
  useSpot(file.path, panes);
  const onDone = () => panes.reveal();
  const search = useFind(session, panes);
  useMergeKeys({
    actions: () => hunkActions({ session, view: session.view, names, spot: panes.spot }),
    steps,
    canWrite,
    onDone,
  });
  return (
    <>
      <TextToolbar
        title={title}
        file={nameOf(file.path)}
        session={session}
        view={view}
        steps={steps}
        onFind={search.open}
        info={info}
        canWrite={canWrite}
      />
      {file.text?.invalid_utf8 && <p className={styles.note}>{words.invalidUtf8}</p>}
      <HunkBar
        ref={bar}
        session={session}
        view={view}
        names={names}
        panes={panes}
        canWrite={canWrite}
        onPreview={setPreview}
        onDone={onDone}
      />
      {search.find && (
        <FindBar
          field={search.field}
          find={search.find}
          needle={search.needle}
          names={names}
          onNeedle={search.look}
          onClose={search.close}
        />
      )}
      <Editors info={info} file={file} session={session} panes={panes} isWide={isWide} canWrite={canWrite}>
        {preview && <HunkPreview lines={preview} view={view} panes={panes} />}
      </Editors>
      <LineStrip panes={panes} view={view} names={names} />
    </>
  );
}

/** Moves the focus to the first control, or to where there is none. */
function focusIn(bar: HTMLElement | null): void {
  (bar?.querySelector<HTMLElement>("button:enabled") ?? bar)?.focus();
}

/** Goes to the line that was asked for. */
function useSpot(path: string, panes: MergePanes): void {
  const spot = useMergeView((state) => state.spot);
  useEffect(() => {
    if (spot?.path === path && spot.line !== null) panes.goToLine(spot.line);
  }, [spot, path, panes]);
}

interface EditorsProps
  extends Pick<ShownProps, "info" | "file" | "session" | "panes" | "isWide" | "canWrite"> {
  /** What lies over the result. */
  readonly children: ReactNode;
}

/** The panes. They are laid out anew only when there are others: what is in them changes by itself. */
const Editors = memo(function Editors({
  info,
  file,
  session,
  panes,
  isWide,
  canWrite,
  children,
}: EditorsProps) {
  const showBase = useMergeView((state) => state.settings.showBase);
  const order: readonly PaneName[] = showBase
    ? ["theirs", "base", "result", "ours"]
    : ["theirs", "result", "ours"];
  return (
    <Group
      key={`${isWide} ${showBase}`}
      className={styles.panes}
      orientation={isWide ? "horizontal" : "vertical"}
    >
      {order.flatMap((pane, at) => [
        ...(at > 0 ? [<SplitSeparator key={`before ${pane}`} label={words.splits.panes} />] : []),
        <Panel key={pane} id={pane} minSize={isWide ? 140 : 60}>
          <section className={styles.pane} data-pane-name={pane}>
            <SideHeader pane={pane} info={info} />
            <div className={styles.room}>
              <PaneEditor
                pane={pane}
                name={words.editorName(editorName(pane, info), nameOf(file.path))}
                panes={panes}
                session={session}
                canWrite={canWrite}
              />
              {pane === "result" && children}
            </div>
          </section>
        </Panel>,
      ])}
    </Group>
  );
});

function editorName(pane: PaneName, info: MergeInfo): string {
  if (pane === "result") return words.result;
  return pane === "base" ? words.base : info[pane].name;
}

function stepsOf(merge: number, session: FileSession, panes: MergePanes): Steps {
  const go = (index: number | undefined) => {
    if (index !== undefined) session.goTo(index);
    panes.reveal();
  };
  return {
    open: (step) => {
      const { merge: text, current } = session.view;
      const next = step === 1 ? text.nextOpen(current) : text.previousOpen(current);
      if (next === undefined) attempt(goToOpenFile(merge, step));
      else go(next);
    },
    auto: (step) => {
      const { merge, current } = session.view;
      go(step === 1 ? merge.nextAuto(current) : merge.previousAuto(current));
    },
  };
}
