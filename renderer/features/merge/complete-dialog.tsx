import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { labelNameProblem } from "../../../core/labels/label-name-problem.ts";
import type { AppError } from "../../api/bridge.ts";
import { type MergeInfo, mergeInfoQuery } from "../../api/merges.ts";
import { TextArea } from "../../components/field.tsx";
import { completeMerge } from "../../model/merge/merges.ts";
import { FormModal } from "../../shared/forms/form-modal.tsx";
import { NameField } from "../../shared/forms/name-field.tsx";

import { useClose, useDialog } from "../../state/dialogs.ts";
import { text } from "../../strings/index.ts";

const words = text.merge;

/** Asks for a message, and completes a merge. */
export function CompleteDialog() {
  const request = useDialog("complete-merge");
  const { data: info } = useQuery({ ...mergeInfoQuery(request?.merge ?? 0), enabled: request !== null });
  return request && info && <Complete key={info.id} info={info} />;
}

function Complete({ info }: { readonly info: MergeInfo }) {
  const close = useClose();
  const [message, setMessage] = useState("");
  const [name, setName] = useState("");
  const isUnnamed = info.label === null;
  const complete = useMutation<unknown, AppError>({
    mutationFn: () => completeMerge(info, { message: message.trim(), ...(isUnnamed && { label: name }) }),
    onSuccess: close,
  });
  return (
    <FormModal
      title={words.complete}
      about={aboutOf(info)}
      submit={words.complete}
      canSubmit={!isUnnamed || labelNameProblem(name) === undefined}
      isPending={complete.isPending}
      error={complete.error}
      onSubmit={() => complete.mutate()}
      onClose={close}
    >
      {isUnnamed && <NameField value={name} onChange={setName} />}
      <TextArea label={words.message} value={message} rows={3} onChange={setMessage} data-first-focus />
    </FormModal>
  );
}

function aboutOf({ mount, label }: MergeInfo): string {
  if (label === null) return words.completeUnnamed;
  return mount === null ? words.completeAbout(label) : words.completeCopy(label, mount);
}
