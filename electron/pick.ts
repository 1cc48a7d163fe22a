import { type BrowserWindow, dialog, type OpenDialogOptions } from "electron";
import type { ShellRequest } from "./bridge.ts";
import { proposedName } from "./proposed-name.ts";
import { words } from "./words.ts";

type Pick = Extract<ShellRequest, { do: "pick" }>;

const PROPERTIES = {
  "import-files": ["openFile", "multiSelections", "showHiddenFiles"],
  "import-folder": ["openDirectory", "multiSelections", "showHiddenFiles"],
  "target-folder": ["openDirectory", "createDirectory"],
  "label-folder": ["openDirectory"],
  "merged-file": ["openFile", "showHiddenFiles"],
  store: ["openDirectory", "createDirectory", "showHiddenFiles"],
  "new-place": ["openDirectory", "createDirectory", "showHiddenFiles"],
} satisfies Record<Exclude<Pick["what"], "zip" | "tar">, OpenDialogOptions["properties"]>;

/** Shows a dialog to choose paths; returns none if it is cancelled. */
export async function pick(window: BrowserWindow, { what, name }: Pick): Promise<string[]> {
  const title = words.pick[what];
  if (what === "zip" || what === "tar") {
    const { canceled, filePath } = await dialog.showSaveDialog(window, {
      title,
      defaultPath: proposedName(name ?? "", what),
      filters: [{ name: what, extensions: [what] }],
      properties: ["createDirectory", "showOverwriteConfirmation"],
    });
    return canceled || filePath === "" ? [] : [filePath];
  }
  const { canceled, filePaths } = await dialog.showOpenDialog(window, {
    title,
    properties: PROPERTIES[what],
  });
  return canceled ? [] : filePaths;
}
