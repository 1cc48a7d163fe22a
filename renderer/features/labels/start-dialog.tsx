import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { labelNameProblem } from "../../../core/labels/label-name-problem.ts";
import { type AppError, ask } from "../../api/bridge.ts";
import { labelsChanged } from "../../api/stale.ts";
import { TextArea } from "../../components/field.tsx";
import { FormModal } from "../../shared/forms/form-modal.tsx";
import { NameField } from "../../shared/forms/name-field.tsx";
import { useClose, useDialog } from "../../state/dialogs.ts";
import { useNotices } from "../../state/notices.ts";
import { useSelection } from "../../state/selection.ts";
import { text } from "../../strings/index.ts";

const words = text.labels;

/** Starts a label at a snapshot. */
export function StartDialog() {
  const request = useDialog("start-label");
  return request && <Start snapshot={request.snapshot} from={request.from} />;
}

function Start({ snapshot, from }: { readonly snapshot: string; readonly from: string }) {
  const close = useClose();
  const [name, setName] = useState("");
  const [description, setDescription] = useState("");
  const start = useMutation<unknown, AppError>({
    mutationFn: async () => {
      await ask("label.create", { label: name, ref: snapshot });
      if (description.trim() === "") return;
      await ask("label.describe", { label: name, description: description.trim() });
    },
    onSuccess: () => {
      useSelection.getState().chooseLabel(name);
      close();
      useNotices.getState().tell({ kind: "done", text: words.started(name) });
      return labelsChanged(name);
    },
  });
  return (
    <FormModal
      title={words.startTitle}
      about={words.startAbout(from)}
      submit={words.startDo}
      canSubmit={labelNameProblem(name) === undefined}
      isPending={start.isPending}
      error={start.error}
      onSubmit={() => start.mutate()}
      onClose={close}
    >
      <NameField
        value={name}
        onChange={(next) => {
          start.reset();
          setName(next);
        }}
      />
      <TextArea
        label={words.description}
        hint={words.descriptionHint}
        rows={3}
        value={description}
        onChange={setDescription}
      />
    </FormModal>
  );
}
