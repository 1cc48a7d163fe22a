import { useEffect } from "react";
import { followResets } from "../../model/labels/reset.ts";
import { ExportDialog } from "./export-dialog.tsx";
import { LeftOutDialog } from "./left-out-dialog.tsx";
import { RestoreDialog } from "./restore-dialog.tsx";

/** The dialogs that write something out of a snapshot. */
export function ExportDialogs() {
  useEffect(followResets, []);
  return (
    <>
      <ExportDialog />
      <RestoreDialog />
      <LeftOutDialog />
    </>
  );
}
