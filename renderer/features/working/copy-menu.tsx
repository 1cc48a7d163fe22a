import { ArrowUpFromLine, Copy, FolderOpen, Pencil, Trash2 } from "lucide-react";
import { shell } from "../../api/bridge.ts";
import type { Mount } from "../../api/mounts.ts";
import type { MenuEntry } from "../../components/menu.tsx";
import { discardCopy, goToFiles, openCopy } from "../../model/working/copies.ts";
import { useDialogs } from "../../state/dialogs.ts";
import { text } from "../../strings/index.ts";

const words = text.working;
const SIZE = { size: 14 } as const;

/** Builds the menu of a working copy. */
export function copyMenu(mount: Mount, canWrite: boolean): readonly MenuEntry[] {
  const { show } = useDialogs.getState();
  const { id, label, base } = mount;
  const disabled = !canWrite;
  return [
    { text: words.showFile, icon: <FolderOpen {...SIZE} />, run: () => goToFiles(id) },
    {
      text: words.push,
      icon: <ArrowUpFromLine {...SIZE} />,
      disabled,
      run: () => show({ name: "push", mount: id }),
    },
    "separator",
    {
      text: words.renameCopy,
      icon: <Pencil {...SIZE} />,
      shortcut: "F2",
      disabled,
      run: () => show({ name: "rename-copy", mount: id }),
    },
    {
      text: words.openAnother,
      icon: <FolderOpen {...SIZE} />,
      disabled,
      run: () => void openCopy(label ?? base),
    },
    {
      text: text.labels.copyId,
      icon: <Copy {...SIZE} />,
      run: () => void shell({ do: "copy", text: base }),
    },
    "separator",
    {
      text: words.discard,
      icon: <Trash2 {...SIZE} />,
      shortcut: words.removeKey,
      danger: true,
      disabled,
      run: () => void discardCopy(mount),
    },
  ];
}
