import { Copy, FilePlus, FolderInput, FolderPlus, Pencil, RotateCcw, Trash2 } from "lucide-react";
import { shell } from "../../api/bridge.ts";
import type { WorkingItem } from "../../api/mounts.ts";
import { folderOf } from "../../components/format.ts";
import type { MenuEntry } from "../../components/menu.tsx";
import type { Place } from "../../components/paths.ts";
import { remove, revert } from "../../model/working/edits.ts";
import { useDialogs } from "../../state/dialogs.ts";
import { text } from "../../strings/index.ts";

const words = text.working;
const SIZE = { size: 14 } as const;

/** Returns the folder for new items: the selected one, or the selected item's parent. */
export function targetFolder(place: Place | null): string {
  if (place === null) return "";
  return place.isFolder ? place.path : folderOf(place.path);
}

/** Builds the menu of a file or folder in a working copy. */
export function itemMenu(mount: number, item: WorkingItem, canWrite: boolean): readonly MenuEntry[] {
  const { path, type, change, counts } = item;
  const copy: MenuEntry = {
    text: words.copyPath,
    icon: <Copy {...SIZE} />,
    run: () => void shell({ do: "copy", text: path }),
  };
  const disabled = !canWrite;
  const back = () => void revert(mount, path);
  if (change === "removed")
    return [{ text: words.putBack, icon: <RotateCcw {...SIZE} />, disabled, run: back }, "separator", copy];
  const place = { path, isFolder: type === "directory" };
  const ask = (what: "new-file" | "new-folder" | "rename" | "move", path: string) => () =>
    useDialogs.getState().show({ name: "working-path", mount, what, path });
  return [
    {
      text: words.newFile,
      icon: <FilePlus {...SIZE} />,
      disabled,
      run: ask("new-file", targetFolder(place)),
    },
    {
      text: words.newFolder,
      icon: <FolderPlus {...SIZE} />,
      disabled,
      run: ask("new-folder", targetFolder(place)),
    },
    "separator",
    { text: words.rename, icon: <Pencil {...SIZE} />, shortcut: "F2", disabled, run: ask("rename", path) },
    { text: words.move, icon: <FolderInput {...SIZE} />, shortcut: "M", disabled, run: ask("move", path) },
    {
      text: words.revert,
      icon: <RotateCcw {...SIZE} />,
      disabled: disabled || (change === undefined ? counts === undefined : change === "added"),
      run: back,
    },
    copy,
    "separator",
    {
      text: words.remove,
      icon: <Trash2 {...SIZE} />,
      shortcut: words.removeKey,
      danger: true,
      disabled,
      run: () => void remove(mount, path),
    },
  ];
}

/** Runs a key's action on a file or folder; returns false for keys without one. */
export function itemKey(mount: number, { path, change }: WorkingItem, key: string): boolean {
  const { show } = useDialogs.getState();
  if (change === "removed") return false;
  if (key === "F2") show({ name: "working-path", mount, what: "rename", path });
  else if (key === "m") show({ name: "working-path", mount, what: "move", path });
  else if (key === "Delete" || key === "Backspace") void remove(mount, path);
  else return false;
  return true;
}
