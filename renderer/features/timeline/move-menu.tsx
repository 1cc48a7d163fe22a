import {
  Bookmark,
  BookmarkX,
  Columns2,
  Copy,
  FolderOpen,
  GitCompareArrows,
  Merge,
  SquarePen,
  Tag,
  Undo2,
  Upload,
} from "lucide-react";
import type { ReactNode } from "react";
import { shell } from "../../api/bridge.ts";
import type { Chosen } from "../../api/chosen.ts";
import type { HistoryItem, UndoSteps } from "../../api/queries.ts";
import { shortTime } from "../../components/format.ts";
import type { MenuEntry } from "../../components/menu.tsx";
import { compareMoveWith } from "../../model/comparison/show.ts";
import { keepMove } from "../../model/labels/keep-move.ts";
import { step } from "../../model/labels/step.ts";
import { stepWords } from "../../model/labels/undo-words.ts";
import { editSnapshot, exportSnapshot, resetTo, startLabel } from "../../model/snapshots/actions.ts";
import { STEP_ICONS } from "../../shared/history/kind-icons.tsx";
import { useDialogs } from "../../state/dialogs.ts";
import { focusPane } from "../../state/focus.ts";
import { useSelection } from "../../state/selection.ts";
import { text } from "../../strings/index.ts";

/** Goes to the snapshot, as it is shown at the moment. */
export function openMove(): void {
  focusPane(useSelection.getState().tab);
}

/** Goes to what the chosen move changed. */
export function compareMove(): void {
  useSelection.getState().showTab("changes");
  // Its tab has to be there first.
  requestAnimationFrame(() => focusPane("changes"));
}

/** Asks for the label that a move's snapshot is merged into. */
export function mergeMoveInto({ label, index, isHead, to, at }: Chosen): void {
  if (to === null) return;
  const title = isHead ? label : text.compare.sides.of(label, shortTime(at));
  useDialogs.getState().show({ name: "merge-into", label, index: isHead ? null : index, title });
}

/** Returns a row's undo and redo: for the move that is next to be undone, whoever made it. */
function stepEntries(
  label: string,
  { seq, undid }: HistoryItem,
  steps: UndoSteps | undefined,
  canWrite: boolean,
): readonly MenuEntry[] {
  const entries = (["undo", "redo"] as const).flatMap((direction): MenuEntry[] => {
    const move = steps?.[direction];
    const isHere = move && move.seq === (direction === "undo" ? seq : undid?.seq);
    if (!isHere) return [];
    const Icon = STEP_ICONS[direction];
    const run = () => step(direction, label, move.seq);
    return [
      {
        text: stepWords(direction, move, label),
        icon: <Icon key={direction} size={14} />,
        disabled: !canWrite,
        run,
      },
    ];
  });
  return entries.length === 0 ? [] : [...entries, "separator"];
}

/** The menu of a move, which is the chosen one. */
export function moveMenu(
  move: Chosen,
  entryOf: HistoryItem,
  steps: UndoSteps | undefined,
  canWrite: boolean,
): readonly MenuEntry[] {
  const { timeline } = text;
  const entry = (name: string, icon: ReactNode, run: () => void, disabled = false): MenuEntry => ({
    text: name,
    icon,
    disabled: disabled || move.to === null,
    run,
  });
  return [
    entry(timeline.open, <FolderOpen size={14} />, openMove),
    entry(timeline.compare, <Columns2 size={14} />, compareMove),
    entry(timeline.compareWith, <GitCompareArrows size={14} />, () => void compareMoveWith(move)),
    entry(text.working.open, <SquarePen size={14} />, () => editSnapshot(move), !canWrite),
    entry(text.merge.mergeInto, <Merge size={14} />, () => mergeMoveInto(move), !canWrite),
    "separator",
    ...stepEntries(move.label, entryOf, steps, canWrite),
    entry(timeline.reset, <Undo2 size={14} />, () => resetTo(move), !canWrite || move.isHead),
    entry(timeline.startLabel, <Tag size={14} />, () => startLabel(move), !canWrite),
    entry(timeline.export, <Upload size={14} />, () => exportSnapshot(move)),
    entryOf.kept
      ? entry(
          text.retention.release,
          <BookmarkX size={14} />,
          () => void keepMove(move.label, move.seq, false),
          !canWrite,
        )
      : entry(
          text.retention.keep,
          <Bookmark size={14} />,
          () => void keepMove(move.label, move.seq, true),
          !canWrite,
        ),
    "separator",
    entry(timeline.copyId, <Copy size={14} />, () => void shell({ do: "copy", text: move.to ?? "" })),
  ];
}
