import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { labelNameProblem } from "../../../core/labels/label-name-problem.ts";
import { type AppError, ask } from "../../api/bridge.ts";
import { labelQuery } from "../../api/queries.ts";
import { labelsChanged } from "../../api/stale.ts";
import { FormModal } from "../../shared/forms/form-modal.tsx";
import { NameField } from "../../shared/forms/name-field.tsx";
import { ProtectedNote } from "../../shared/forms/protected-note.tsx";
import { useClose, useDialog } from "../../state/dialogs.ts";
import { useSelection } from "../../state/selection.ts";
import { text } from "../../strings/index.ts";

const words = text.labels;

/** Renames a label. */
export function RenameDialog() {
  const request = useDialog("rename-label");
  return request && <Rename label={request.label} />;
}

function Rename({ label }: { readonly label: string }) {
  const close = useClose();
  const [name, setName] = useState(label);
  const isProtected = useQuery(labelQuery(label)).data?.protected ?? false;
  const rename = useMutation<unknown, AppError>({
    mutationFn: () => ask("label.rename", { label, to: name, override: isProtected }),
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
      submit={isProtected ? words.protection.override(words.renameDo) : words.renameDo}
      danger={isProtected}
      canSubmit={name !== label && labelNameProblem(name) === undefined}
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
      {isProtected && <ProtectedNote label={label} />}
    </FormModal>
  );
}
