import { Button } from "../../components/button.tsx";
import { Modal } from "../../components/modal.tsx";
import { Paths } from "../../shared/forms/path-list.tsx";
import { useDialog, useDialogs } from "../../state/dialogs.ts";
import { text } from "../../strings/index.ts";

/** Lists the files that were not written or may cause trouble on other systems, with the reasons. */
export function LeftOutDialog() {
  const request = useDialog("left-out");
  const { close } = useDialogs.getState();
  if (request === null) return null;
  return (
    <Modal
      wide
      title={request.title}
      about={request.about}
      onClose={close}
      footer={
        <Button onClick={close} autoFocus>
          {text.common.close}
        </Button>
      }
    >
      <Paths label={request.title} rows={request.rows} count={request.rows.length} />
    </Modal>
  );
}
