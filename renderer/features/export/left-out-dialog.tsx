import { ClosingModal } from "../../shared/forms/closing-modal.tsx";
import { Paths } from "../../shared/forms/path-list.tsx";
import { useDialog, useDialogs } from "../../state/dialogs.ts";

/** Lists the files that were not written or may cause trouble on other systems, with the reasons. */
export function LeftOutDialog() {
  const request = useDialog("left-out");
  const { close } = useDialogs.getState();
  if (request === null) return null;
  return (
    <ClosingModal wide title={request.title} about={request.about} onClose={close}>
      <Paths label={request.title} rows={request.rows} count={request.rows.length} />
    </ClosingModal>
  );
}
