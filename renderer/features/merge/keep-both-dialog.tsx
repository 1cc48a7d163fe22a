import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { secondPath } from "../../../core/merge/model/second-path.ts";
import type { AppError } from "../../api/bridge.ts";
import { type MergeFile, type MergeInfo, mergeFileQuery, mergeInfoQuery } from "../../api/merges.ts";
import { Choice, TextField } from "../../components/field.tsx";
import { keepBoth } from "../../model/merge/merges.ts";
import { FormModal } from "../../shared/forms/form-modal.tsx";
import { useClose, useDialog } from "../../state/dialogs.ts";
import { text } from "../../strings/index.ts";
import { sideWords } from "./sides/sides.ts";

const words = text.merge.cards;

/** Asks for a second path, so that a file is kept as both sides have it. */
export function KeepBothDialog() {
  const request = useDialog("keep-both");
  const { data: info } = useQuery({ ...mergeInfoQuery(request?.merge ?? 0), enabled: request !== null });
  return request && info && <OfFile info={info} path={request.path} />;
}

function OfFile({ info, path }: { readonly info: MergeInfo; readonly path: string }) {
  const { data: file } = useQuery(mergeFileQuery(info, path));
  return file && <KeepBoth info={info} file={file} />;
}

function KeepBoth({ info, file }: { readonly info: MergeInfo; readonly file: MergeFile }) {
  const close = useClose();
  const names = sideWords(info);
  const [first, setFirst] = useState<"ours" | "theirs">("ours");
  const [as, setAs] = useState(() => secondPath(file.path, names.theirs));
  const keep = useMutation<unknown, AppError>({
    mutationFn: () => keepBoth(info.id, file, { as: as.trim(), first }),
    onSuccess: close,
  });
  const isName = as.trim() !== "" && as !== file.path;
  return (
    <FormModal
      title={words.keepBoth.replace("…", "")}
      about={words.keepBothAbout}
      submit={words.keepBothDo}
      canSubmit={isName}
      isPending={keep.isPending}
      error={keep.error}
      onSubmit={() => keep.mutate()}
      onClose={close}
    >
      <Choice
        label={words.keepBothFirst}
        value={first}
        options={(["ours", "theirs"] as const).map((value) => ({ value, text: names[value] }))}
        onChange={(next) => {
          setFirst(next);
          setAs(secondPath(file.path, names[next === "ours" ? "theirs" : "ours"]));
        }}
      />
      <TextField label={words.keepBothAs} value={as} onChange={setAs} data-first-focus />
    </FormModal>
  );
}
