import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import type { MenuCommand, MenuNames } from "../../electron/bridge.ts";
import { shell } from "../api/bridge.ts";
import { useChosen, useIsKept } from "../api/chosen.ts";
import { isOwn, useOwnMoves } from "../api/own-moves.ts";
import { labelQuery, undoQuery } from "../api/queries.ts";
import { useWritable } from "../api/writable.ts";
import { useUndoTarget } from "../model/labels/undo-target.ts";
import { shortened, stepWords } from "../model/labels/undo-words.ts";
import { latestOf, useEdits } from "../model/working/edits.ts";
import { useInText } from "../monaco/text-undo.ts";
import { useDialogs } from "../state/dialogs.ts";
import { useMergeView } from "../state/merge-view.ts";
import { useSelection } from "../state/selection.ts";
import { useStorageView } from "../state/storage-view.ts";
import { useUndoOwner } from "../state/undo-owner.ts";
import { text } from "../strings/index.ts";
import { enabledCommands } from "./menu-commands.ts";

/** Whoever steps through a list has not chosen anything yet, in ms. */
const SETTLED = 120;

/** Keeps the native menu's items as what is chosen makes them. Apart from what is seen, which is not drawn anew for it. */
export function MenuState() {
  const name = useSelection((state) => state.label);
  const { data: label } = useQuery({ ...labelQuery(name ?? ""), enabled: name !== null });
  const chosen = useChosen();
  const isKept = useIsKept(chosen);
  const canWrite = useWritable();
  const target = useUndoTarget();
  const { data: steps } = useQuery({ ...undoQuery(target ?? ""), enabled: target !== null && canWrite });
  const mount = useSelection((state) => state.mount);
  const isWorking = mount !== null;
  const edit = useEdits(({ edits }) => latestOf(edits, mount));
  const own = useOwnMoves();
  const ownStep = (direction: "undo" | "redo") => {
    const move = steps?.[direction];
    return move && isOwn(own, direction, move) ? move : undefined;
  };
  const isAsking = useDialogs((state) => state.open !== null);
  const isMerging = useMergeView((state) => state.merge !== null);
  const isStorage = useStorageView((state) => state.isOpen);
  const hasOwner = useUndoOwner(({ owners }) => owners.length > 0);
  const enabled = enabledCommands({
    canWrite,
    isAsking,
    label: label ? { isDeleted: label.ca_id === null } : null,
    snapshot: chosen?.to ? { isHead: chosen.isHead, isKept } : null,
    isWorking,
    isMerging,
    isStorage,
    steps: {
      undo: hasOwner || ownStep("undo") !== undefined || edit !== undefined,
      redo: hasOwner || ownStep("redo") !== undefined,
    },
  });
  const nameOf = (direction: "undo" | "redo") => {
    // The owner's last step has no name.
    if (hasOwner || !enabled.includes(direction)) return null;
    const move = ownStep(direction);
    if (steps && move) return stepWords(direction, move, steps.label);
    return direction === "undo" && edit ? text.working.undoEdit(shortened(edit.said)) : null;
  };
  return <MenuItems enabled={enabled} names={{ undo: nameOf("undo"), redo: nameOf("redo") }} />;
}

const NO_NAMES: MenuNames = { undo: null, redo: null };

interface MenuItemsProps {
  readonly enabled: readonly MenuCommand[];
  readonly names?: MenuNames;
}

/**
 * Enables these items of the native menu, and no others. In a text, undo and redo apply to the typing,
 * which has no name.
 */
export function MenuItems({ enabled, names = NO_NAMES }: MenuItemsProps) {
  const inText = useInText();
  const shown = inText ? [...new Set([...enabled, "undo", "redo"] as const)] : enabled;
  const { undo, redo } = inText ? NO_NAMES : names;
  const key = shown.join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the items are the same while their names are.
  useEffect(() => {
    const tell = () => void shell({ do: "menu", enabled: [...shown], names: { undo, redo } });
    const timer = setTimeout(tell, SETTLED);
    return () => clearTimeout(timer);
  }, [key, undo, redo]);
  return null;
}
