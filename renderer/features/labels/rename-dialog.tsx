import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { type AppError, ask } from "../../api/bridge.ts";
import { useDialog, useDialogs } from "../../state/dialogs.ts";
import { useSelection } from "../../state/selection.ts";
import { text } from "../../strings/index.ts";
import { FormModal } from "./form-modal.tsx";
import { labelsChanged } from "./label-changes.ts";
import { NameField } from "./name-field.tsx";
import { nameProblem } from "./name-problem.ts";

const words = text.labels;

/** Gives a label another name. */
export function RenameDialog() {
  const request = useDialog("rename-label");
  return request && <Rename label={request.label} />;
}

function Rename({ label }: { readonly label: string }) {
  const { close } = useDialogs.getState();
  const [name, setName] = useState(label);
  const rename = useMutation<unknown, AppError>({
    mutationFn: () => ask("label.rename", { label, to: name }),
    onSuccess: () => {
      useSelection.getState().renamed(label, name);
      close();
      return labelsChanged(label, name);
    },
  });
  return (
    <FormModal
      title={words.renameTitle(label)}
      about={words.renameAbout}
      submit={words.renameDo}
      canSubmit={name !== label && nameProblem(name) === undefined}
      isPending={rename.isPending}
      error={rename.error}
      onSubmit={() => rename.mutate()}
      onClose={close}
    >
      <NameField
        value={name}
        onChange={(next) => {
          rename.reset();
          setName(next);
        }}
      />
    </FormModal>
  );
}
