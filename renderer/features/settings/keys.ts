import { text } from "../../strings/index.ts";

/** A line of the list of keys. Each of `keys` is one way, as the caps that are pressed together; `Mod` is Ctrl, on a Mac Command. */
export interface KeyLine {
  readonly keys: readonly (readonly string[])[];
  readonly does: string;
}

/** Keys that go together. */
export interface KeyGroup {
  readonly title: string;
  readonly lines: readonly KeyLine[];
}

const { groups, does } = text.shell.keys;
const line = (does: string, ...keys: readonly string[]): KeyLine => ({
  does,
  keys: keys.map((each) => each.split(" ")),
});

/** Every key of the window, by where it works. */
export const KEY_GROUPS: readonly KeyGroup[] = [
  {
    title: groups.window,
    lines: [
      line(does.importFolder, "Mod O"),
      line(does.importFiles, "Mod Shift O"),
      line(does.snapshotNow, "Mod S"),
      line(does.export, "Mod E"),
      line(does.undo, "Mod Z"),
      line(does.redo, "Mod Shift Z", "Mod Y"),
      line(does.labels, "Mod 1"),
      line(does.history, "Mod 2"),
      line(does.files, "Mod 3"),
      line(does.storage, "Mod 4"),
      line(does.panes, "F6", "Shift F6"),
      line(does.zoomIn, "Mod +"),
      line(does.zoomOut, "Mod -"),
      line(does.zoomReset, "Mod 0"),
      line(does.settings, "Mod ,"),
      line(does.keys, "F1"),
    ],
  },
  {
    title: groups.labels,
    lines: [
      line(does.filter, "Mod F"),
      line(does.rename, "F2"),
      line(does.delete, "Delete"),
      line(does.toHistory, "Enter"),
    ],
  },
  {
    title: groups.history,
    lines: [
      line(does.compare, "Mod D"),
      line(does.compareWith, "Mod Shift D"),
      line(does.timeSlider, "Mod T"),
      line(does.mergeInto, "Mod Shift M"),
    ],
  },
  {
    title: groups.working,
    lines: [
      line(does.openWorking, "Mod Shift E"),
      line(does.push, "Mod Shift S"),
      line(does.renameFile, "F2"),
      line(does.moveFile, "M"),
      line(does.deleteFile, "Delete"),
      line(does.undoEdit, "Mod Z"),
    ],
  },
  {
    title: groups.merge,
    lines: [
      line(does.takeLeft, "1"),
      line(does.takeRight, "2"),
      line(does.takeBoth, "3", "Shift 3"),
      line(does.takeBase, "B"),
      line(does.takeNeither, "0"),
      line(does.combine, "C"),
      line(does.takeSuggestion, "T"),
      line(does.cutHunks, "X", "J"),
      line(does.reopen, "R"),
      line(does.nextOpen, "F7", "Shift F7"),
      line(does.findInPanes, "Mod F"),
      line(does.nextHit, "F3", "Shift F3"),
      line(does.nextAuto, "Alt F7", "Shift Alt F7"),
      line(does.showBase, "Alt Shift B"),
      line(does.whileTyping, "Alt 1"),
      line(does.complete, "Mod Enter"),
    ],
  },
  {
    title: groups.lists,
    lines: [
      line(does.move, "↑", "↓"),
      line(does.pages, "PageUp", "PageDown"),
      line(does.ends, "Home", "End"),
      line(does.openRow, "Enter"),
      line(does.folders, "←", "→"),
      line(does.menu, "Shift F10"),
    ],
  },
];

/** Names a key's cap as the user's keyboard has it. */
export function capOf(key: string, isMac: boolean): string {
  if (key === "Mod") return isMac ? "⌘" : "Ctrl";
  if (key === "Shift") return isMac ? "⇧" : "Shift";
  if (key === "Alt") return isMac ? "⌥" : "Alt";
  return text.shell.keys.caps[key] ?? key;
}
