import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { type AppError, ask } from "../../api/bridge.ts";
import { labelsChanged } from "../../api/stale.ts";
import { TextArea } from "../../components/field.tsx";
import { FormModal } from "../../shared/forms/form-modal.tsx";
import { useClose, useDialog } from "../../state/dialogs.ts";
import { text } from "../../strings/index.ts";

const words = text.labels;

/** Edits a label's description. */
export function DescribeDialog() {
  const request = useDialog("describe-label");
  return request && <Describe label={request.label} before={request.description} />;
}

function Describe({ label, before }: { readonly label: string; readonly before: string }) {
  const close = useClose();
  const [description, setDescription] = useState(before);
  const describe = useMutation<unknown, AppError>({
    mutationFn: () => ask("label.describe", { label, description: description.trim() }),
    onSuccess: () => {
      close();
      return labelsChanged(label);
    },
  });
  return (
    <FormModal
      title={words.describeTitle(label)}
      submit={words.save}
      canSubmit={description.trim() !== before}
      isPending={describe.isPending}
      error={describe.error}
      onSubmit={() => describe.mutate()}
      onClose={close}
    >
      <TextArea
        data-first-focus
        label={words.description}
        hint={words.descriptionHint}
        rows={4}
        value={description}
        onChange={setDescription}
      />
    </FormModal>
  );
}
