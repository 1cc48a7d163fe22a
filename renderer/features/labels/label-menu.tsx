import {
  Camera,
  Copy,
  FolderCog,
  GitCompareArrows,
  Layers,
  Lock,
  LockOpen,
  Merge,
  Pencil,
  Pin,
  PinOff,
  RotateCcw,
  SquarePen,
  Text,
  Trash2,
  Upload,
} from "lucide-react";
import { shell } from "../../api/bridge.ts";
import type { LabelItem } from "../../api/queries.ts";
import type { MenuEntry } from "../../components/menu.tsx";
import { attempt } from "../../model/attempt.ts";
import { compareWith } from "../../model/comparison/show.ts";
import { snapshotNow } from "../../model/import/start.ts";
import { deleteLabel, pinLabel, protectLabel, restoreLabel } from "../../model/labels/actions.ts";
import { showMerge } from "../../model/merge/merges.ts";
import { mergesOf, otherSideOf } from "../../model/merge/open-merges.ts";
import { copiesOf, goToCopy, openCopy } from "../../model/working/copies.ts";
import { useDialogs } from "../../state/dialogs.ts";
import { text } from "../../strings/index.ts";

const words = text.labels;
const SIZE = { size: 14 } as const;

interface LabelMenuContext {
  readonly canWrite: boolean;
  /** The label that is chosen when this one is deleted. */
  readonly neighbour: string | null;
}

/** Builds the menu of a label. */
export function labelEntries(label: LabelItem, context: LabelMenuContext): readonly MenuEntry[] {
  return label.ca_id === null ? deletedEntries(label, context) : liveEntries(label, label.ca_id, context);
}

function deletedEntries({ name }: LabelItem, { canWrite }: LabelMenuContext): readonly MenuEntry[] {
  const run = () => void restoreLabel(name);
  return [
    { text: words.restore, icon: <RotateCcw {...SIZE} />, disabled: !canWrite, run },
    retentionEntry(name, canWrite),
  ];
}

function retentionEntry(label: string, canWrite: boolean): MenuEntry {
  const run = () => useDialogs.getState().show({ name: "retention", label });
  return { text: text.retention.item, icon: <Layers {...SIZE} />, disabled: !canWrite, run };
}

function liveEntries(
  label: LabelItem,
  head: string,
  { canWrite, neighbour }: LabelMenuContext,
): readonly MenuEntry[] {
  const { name, description, pinned, protected: isProtected } = label;
  const { show } = useDialogs.getState();
  const disabled = !canWrite;
  return [
    {
      text: label.folder === null ? words.snapshotOf : words.snapshotNow,
      icon: <Camera {...SIZE} />,
      disabled,
      run: () => attempt(snapshotNow(label)),
    },
    {
      text: words.export,
      icon: <Upload {...SIZE} />,
      run: () => show({ name: "export", ref: head, title: name, isFile: false }),
    },
    {
      text: text.compare.compareWith,
      icon: <GitCompareArrows {...SIZE} />,
      run: () => compareWith({ is: "move", label: name, snapshot: head, at: label.at }),
    },
    {
      text: text.working.open,
      icon: <SquarePen {...SIZE} />,
      disabled,
      run: () => void goToCopy(name),
    },
    {
      text: text.merge.mergeInto,
      icon: <Merge {...SIZE} />,
      disabled,
      run: () => show({ name: "merge-into", label: name, index: null, title: name }),
    },
    ...mergesOf(name).map((merge) => ({
      text: text.merge.resume(otherSideOf(merge, name)),
      icon: <Merge {...SIZE} />,
      run: () => showMerge(merge.id),
    })),
    ...(copiesOf(name).length > 0
      ? [
          {
            text: text.working.openAnother,
            icon: <SquarePen {...SIZE} />,
            disabled,
            run: () => void openCopy(name),
          },
        ]
      : []),
    "separator",
    {
      text: words.rename,
      icon: <Pencil {...SIZE} />,
      shortcut: "F2",
      disabled,
      run: () => show({ name: "rename-label", label: name }),
    },
    {
      text: words.describe,
      icon: <Text {...SIZE} />,
      disabled,
      run: () => show({ name: "describe-label", label: name, description }),
    },
    {
      text: pinned ? words.unpin : words.pin,
      icon: pinned ? <PinOff {...SIZE} /> : <Pin {...SIZE} />,
      disabled,
      run: () => void pinLabel(name, !pinned),
    },
    {
      text: isProtected ? words.protection.unprotect : words.protection.protect,
      icon: isProtected ? <LockOpen {...SIZE} /> : <Lock {...SIZE} />,
      disabled,
      run: () => void protectLabel(name, !isProtected),
    },
    {
      text: words.settings,
      icon: <FolderCog {...SIZE} />,
      disabled,
      run: () => show({ name: "label-settings", label: name }),
    },
    retentionEntry(name, canWrite),
    "separator",
    {
      text: words.copyId,
      icon: <Copy {...SIZE} />,
      run: () => void shell({ do: "copy", text: head }),
    },
    {
      text: words.delete,
      icon: <Trash2 {...SIZE} />,
      shortcut: words.deleteKey,
      danger: true,
      disabled,
      run: () => void deleteLabel(name, neighbour),
    },
  ];
}
