import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { onAppEvent } from "../../api/bridge.ts";
import { useChosen } from "../../api/chosen.ts";
import { lookQuery, TEXT_SHOWN } from "../../api/look.ts";
import { exportSpot, restoreSpot, spotOf } from "../../model/files/spots.ts";
import { useDialogs } from "../../state/dialogs.ts";
import { useFilesView, viewOf } from "../../state/files-view.ts";
import { useSelection } from "../../state/selection.ts";

const WHOLE = { path: "", isFolder: true };

/** Runs the native menu's commands on the selected file or folder, or on the snapshot if none is in sight. */
export function FilesMenu() {
  const client = useQueryClient();
  const chosen = useChosen();
  useEffect(
    () =>
      onAppEvent((event) => {
        if (event.type !== "menu" || chosen?.to == null || useDialogs.getState().open !== null) return;
        const { place } = viewOf(useFilesView.getState(), chosen.label);
        const look = client.getQueryData(lookQuery(chosen.to, place, TEXT_SHOWN).queryKey);
        const isSeen = useSelection.getState().tab === "files" && look?.is !== "missing";
        const spot = spotOf(chosen, isSeen ? place : WHOLE);
        if (event.command === "export" && spot) exportSpot(spot);
        else if (event.command === "restore" && spot) restoreSpot(spot);
      }),
    [client, chosen],
  );
  return null;
}
