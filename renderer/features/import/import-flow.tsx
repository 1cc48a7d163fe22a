import { useEffect } from "react";
import { onAppEvent } from "../../api/bridge.ts";
import { attempt } from "../../model/attempt.ts";
import { followDialogs, snapshotChosen, startFileImport, startImport } from "../../model/import/start.ts";
import { useOpened } from "../../state/opened.ts";
import { DropOverlay, followDrops } from "./drop.tsx";
import { FailedDialog } from "./failed-dialog.tsx";
import { FolderGoneDialog } from "./folder-gone-dialog.tsx";
import { ImportDialog } from "./import-dialog.tsx";
import { ReceiptDialog } from "./receipt-dialog.tsx";

/** Everything from a drop on the window to the receipt. */
export function ImportFlow() {
  useEffect(() => {
    const ends = [followDrops(document), followDialogs(), followMenu(), followOpened()];
    return () => {
      for (const end of ends) end();
    };
  }, []);
  return (
    <>
      <ImportDialog />
      <ReceiptDialog />
      <FailedDialog />
      <FolderGoneDialog />
      <DropOverlay />
    </>
  );
}

function followMenu(): () => void {
  return onAppEvent((event) => {
    if (event.type !== "menu") return;
    if (event.command === "import-folder") attempt(startImport());
    else if (event.command === "import-files") attempt(startFileImport());
    else if (event.command === "snapshot-now") attempt(snapshotChosen());
  });
}

/** Opens what the app was started with or given, as it comes. */
function followOpened(): () => void {
  const open = () => {
    for (const paths of useOpened.getState().take()) attempt(startImport(paths));
  };
  open();
  return useOpened.subscribe(open);
}
