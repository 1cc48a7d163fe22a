import { Columns2, Copy, FolderOpen, GitCompareArrows, SquarePen, Tag, Undo2, Upload } from "lucide-react";
import type { ReactNode } from "react";
import { shell } from "../../api/bridge.ts";
import type { Chosen } from "../../api/chosen.ts";
import type { MenuEntry } from "../../components/menu.tsx";
import { focusPane } from "../../state/focus.ts";
import { useSelection } from "../../state/selection.ts";
import { text } from "../../strings/index.ts";
import { compareMoveWith } from "../compare/start.ts";
import { editSnapshot, exportSnapshot, resetTo, startLabel } from "../shell/snapshot-actions.ts";

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

/** The menu of a move, which is the chosen one. */
export function moveMenu(move: Chosen, canWrite: boolean): readonly MenuEntry[] {
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
    "separator",
    entry(timeline.reset, <Undo2 size={14} />, () => resetTo(move), !canWrite || move.isHead),
    entry(timeline.startLabel, <Tag size={14} />, () => startLabel(move), !canWrite),
    entry(timeline.export, <Upload size={14} />, () => exportSnapshot(move)),
    "separator",
    entry(timeline.copyId, <Copy size={14} />, () => void shell({ do: "copy", text: move.to ?? "" })),
  ];
}
