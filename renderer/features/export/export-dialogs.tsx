import { useEffect } from "react";
import { ExportDialog } from "./export-dialog.tsx";
import { LeftOutDialog } from "./left-out-dialog.tsx";
import { followResets } from "./reset-run.ts";
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
