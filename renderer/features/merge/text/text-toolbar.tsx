import {
  ArrowDown,
  ArrowUp,
  Check,
  ChevronsDown,
  ChevronsUp,
  CircleAlert,
  Lightbulb,
  LoaderCircle,
  Redo2,
  Search,
  Settings2,
  Undo2,
} from "lucide-react";
import type { ReactNode } from "react";
import type { MergeInfo } from "../../../api/merges.ts";
import { Button, IconButton } from "../../../components/button.tsx";
import { type MenuEntry, WithMenu } from "../../../components/menu.tsx";
import type { FileSession, SessionView } from "../../../model/merge/file-session.ts";
import type { SaveState } from "../../../model/merge/save-queue.ts";
import { useMergeView } from "../../../state/merge-view.ts";
import { text } from "../../../strings/index.ts";
import { CombineButton } from "../combine/combine-button.tsx";
import styles from "./text.module.css";

const words = text.merge;

/** Goes to another hunk. */
export interface Steps {
  open(step: 1 | -1): void;
  auto(step: 1 | -1): void;
}

interface TextToolbarProps {
  /** Names the file. */
  readonly title: ReactNode;
  readonly session: FileSession;
  readonly view: SessionView;
  readonly steps: Steps;
  readonly onFind: () => void;
  readonly info: MergeInfo;
  /** Its name in words. */
  readonly file: string;
  readonly canWrite: boolean;
}

/** How far a text is merged, ways from hunk to hunk, and how it is shown. */
export function TextToolbar({ title, file, session, view, steps, onFind, info, canWrite }: TextToolbarProps) {
  const { autoMerged, conflicts, resolved, suggestions } = view.merge.counts;
  return (
    <div className={styles.toolbar}>
      {title}
      <p className={styles.counts} role="status" data-counts>
        {words.textCounts(autoMerged, resolved, conflicts)}
      </p>
      {suggestions > 0 && (
        <Button
          variant="quiet"
          icon={<Lightbulb size={14} />}
          disabled={!canWrite}
          onClick={() => session.takeSuggestions()}
        >
          {words.suggestions(suggestions)}
        </Button>
      )}
      <CombineButton file={file} session={session} merge={view.merge} info={info} canWrite={canWrite} />
      <span className={styles.push} />
      <SaveStateView save={view.save} onRetry={() => void session.flush()} />
      <IconButton label={text.mergeFind.open} shortcut="F3" icon={<Search size={16} />} onClick={onFind} />
      <IconButton
        label={words.undoStep}
        icon={<Undo2 size={16} />}
        disabled={!view.canUndo}
        onClick={() => session.undo()}
      />
      <IconButton
        label={words.redoStep}
        icon={<Redo2 size={16} />}
        disabled={!view.canRedo}
        onClick={() => session.redo()}
      />
      <IconButton
        label={words.previousAuto}
        shortcut="Shift+Alt+F7"
        icon={<ChevronsUp size={16} />}
        disabled={autoMerged === 0}
        onClick={() => steps.auto(-1)}
      />
      <IconButton
        label={words.nextAuto}
        shortcut="Alt+F7"
        icon={<ChevronsDown size={16} />}
        disabled={autoMerged === 0}
        onClick={() => steps.auto(1)}
      />
      <IconButton
        label={words.previous}
        shortcut="Shift+F7"
        icon={<ArrowUp size={16} />}
        disabled={conflicts === 0}
        onClick={() => steps.open(-1)}
      />
      <IconButton
        label={words.next}
        shortcut="F7"
        icon={<ArrowDown size={16} />}
        disabled={conflicts === 0}
        onClick={() => steps.open(1)}
      />
      <WithMenu items={viewEntries}>
        <IconButton label={words.view} icon={<Settings2 size={16} />} />
      </WithMenu>
    </div>
  );
}

function viewEntries(): readonly MenuEntry[] {
  const { settings, set } = useMergeView.getState();
  const entry = (name: keyof typeof settings, text: string): MenuEntry => ({
    text,
    checked: settings[name],
    run: () => set({ [name]: !settings[name] }),
  });
  return [
    entry("advance", words.advance),
    "separator",
    entry("showBase", `${words.showBase} (${words.showBaseKey})`),
    entry("wrap", words.wrap),
    entry("ignoreSpaces", words.ignoreSpaces),
  ];
}

interface SaveStateProps {
  readonly save: SaveState;
  readonly onRetry: () => void;
}

/** Shows whether everything is saved: only what is durably in the store counts. */
function SaveStateView({ save, onRetry }: SaveStateProps) {
  if (save.is === "failed") {
    return (
      <span className={styles.failed} role="alert" title={words.notSavedAbout} data-save="failed">
        <CircleAlert size={14} aria-hidden />
        <span className="ellipsis">
          <strong>{words.notSaved}.</strong> {save.error.message}
        </span>
        <Button onClick={onRetry}>{words.saveAgain}</Button>
      </span>
    );
  }
  const isSaved = save.is === "saved";
  const Icon = isSaved ? Check : LoaderCircle;
  return (
    <span className={styles.saved} data-save={isSaved ? "saved" : "saving"}>
      <Icon size={12} aria-hidden />
      {isSaved ? words.saved : words.saving}
    </span>
  );
}
