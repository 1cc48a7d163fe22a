import { Button } from "../../components/button.tsx";
import { attempt } from "../../model/attempt.ts";
import type { FailedImport } from "../../model/import/imports.ts";
import { replacing, type Undoing } from "../../model/import/plan.ts";
import { startImport } from "../../model/import/start.ts";
import { takeImport } from "../../model/import/take.ts";
import { ConfirmModal } from "../../shared/forms/confirm-modal.tsx";
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
    <ConfirmModal
      wide
      title={words.title(label)}
      confirm={words.replace}
      onConfirm={replace}
      onCancel={close}
      other={<Button onClick={asNewLabel}>{words.newLabel}</Button>}
    >
      <UndoingCard label={label} undoing={undoing} />
    </ConfirmModal>
  );
}
