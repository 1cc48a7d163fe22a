import { PathDialog } from "./path-dialog.tsx";
import { PushDialog } from "./push-dialog.tsx";
import { RenameCopyDialog } from "./rename-copy-dialog.tsx";
import { WorkingCommands } from "./working-commands.tsx";

/** The dialogs about a working copy, and what menus and keys do with it. */
export function WorkingDialogs() {
  return (
    <>
      <PathDialog />
      <RenameCopyDialog />
      <PushDialog />
      <WorkingCommands />
    </>
  );
}
