import { ArchiveRestore, Copy, Eye, Hand, Upload } from "lucide-react";
import { shell } from "../../api/bridge.ts";
import type { MenuEntry } from "../../components/menu.tsx";
import { exportSpot, restoreSpot, type Spot } from "../../model/files/spots.ts";
import { text } from "../../strings/index.ts";

const words = text.files;

/** Builds the menu of a file, a folder or a whole snapshot. `id` is a file's content id. */
export function spotMenu(spot: Spot, id: string | undefined, onPreview: () => void): MenuEntry[] {
  const copy = (copied: string) => () => void shell({ do: "copy", text: copied });
  const entries: MenuEntry[] = [
    { text: words.open, icon: <Eye size={14} />, shortcut: "Enter", run: onPreview },
    "separator",
    { text: words.restore, icon: <ArchiveRestore size={14} />, run: () => restoreSpot(spot) },
    { text: words.export, icon: <Upload size={14} />, shortcut: EXPORT_KEYS, run: () => exportSpot(spot) },
  ];
  if (spot.path === "") return entries;
  entries.push(
    { text: words.dragHint, icon: <Hand size={14} />, disabled: true, run: () => undefined },
    "separator",
    { text: words.copyPath, icon: <Copy size={14} />, run: copy(spot.path) },
  );
  if (id !== undefined) entries.push({ text: words.copyId, icon: <Copy size={14} />, run: copy(id) });
  return entries;
}

const EXPORT_KEYS = navigator.platform.startsWith("Mac") ? "⌘E" : "Ctrl+E";
