import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { labelNameProblem } from "../../../core/labels/label-name-problem.ts";
import { type AppError, ask } from "../../api/bridge.ts";
import { type Mount, mountsQuery } from "../../api/mounts.ts";
import { mountsChanged } from "../../api/stale.ts";
import { flushDrafts } from "../../model/working/drafts.ts";
import { FormModal } from "../../shared/forms/form-modal.tsx";
import { NameField } from "../../shared/forms/name-field.tsx";
import { useClose, useDialog } from "../../state/dialogs.ts";
import { text } from "../../strings/index.ts";

const words = text.working;

/** Renames a working copy. */
export function RenameCopyDialog() {
  const request = useDialog("rename-copy");
  const { data: mounts } = useQuery(mountsQuery());
  const mount = mounts?.find(({ id }) => id === request?.mount);
  return mount && <Rename mount={mount} />;
}

function Rename({ mount: { id, name: before } }: { readonly mount: Mount }) {
  const close = useClose();
  const [name, setName] = useState(before);
  const rename = useMutation<unknown, AppError>({
    mutationFn: async () => {
      await flushDrafts(id);
      await ask("mount.rename", { mount: before, to: name });
    },
    onSuccess: () => {
      close();
      return mountsChanged();
    },
  });
  return (
    <FormModal
      title={words.renameCopyTitle(before)}
      about={words.renameCopyAbout}
      submit={words.renameCopyDo}
      canSubmit={name !== before && labelNameProblem(name) === undefined}
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
