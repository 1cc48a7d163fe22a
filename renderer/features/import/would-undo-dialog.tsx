import { Button } from "../../components/button.tsx";
import { Modal } from "../../components/modal.tsx";
import { attempt } from "../../model/attempt.ts";
import type { FailedImport } from "../../model/import/imports.ts";
import { replacing, type Undoing } from "../../model/import/plan.ts";
import { startImport } from "../../model/import/start.ts";
import { takeImport } from "../../model/import/take.ts";
import { useDialogs } from "../../state/dialogs.ts";
import { text } from "../../strings/index.ts";
import { UndoingCard } from "./undoing-card.tsx";

const words = text.undoing;

/** Asks what becomes of an import that was not done, since it would take back what came into its label from elsewhere. */
export function WouldUndoDialog({
  plan,
  undoing,
}: Pick<FailedImport, "plan"> & { readonly undoing: Undoing }) {
  const { label, paths } = plan.input;
  const { close } = useDialogs.getState();
  const replace = () => {
    close();
    attempt(takeImport(replacing(plan, undoing)));
  };
  const asNewLabel = () => {
    close();
    attempt(startImport(paths, undoing.new_label));
  };
  return (
    <Modal
      wide
      title={words.title(label)}
      onClose={close}
      footer={
        <>
          <Button onClick={close} data-first-focus>
            {text.common.cancel}
          </Button>
          <Button onClick={asNewLabel}>{words.newLabel}</Button>
          <Button variant="danger" onClick={replace}>
            {words.replace}
          </Button>
        </>
      }
    >
      <UndoingCard label={label} undoing={undoing} />
    </Modal>
  );
}
